// The regular expressions of filter patterns: AWS's subset, checked, then RE2.
#include "log_patterns/regex.h"

#include <string>

#include <re2/re2.h>

#include "base/hex_digit.h"

namespace berth::log_patterns {
namespace {

constexpr std::string_view kSymbols = ":_#=@/;,-";
constexpr std::string_view kOperators = "^$?[]{}|\\*+.";
constexpr std::string_view kClasses = "dDsSwW";
constexpr std::int64_t kMemoryBytesMax = 1 << 20;

bool contains(std::string_view set, char c) {
  return c != '\0' && set.find(c) != std::string_view::npos;
}

/// Takes the rest of an escape whose backslash was taken.
bool take_escape(Cursor& cursor, std::string& expression) {
  const char c = cursor.take();
  expression += c;
  if (c != 'x') return contains(kClasses, c) || contains(kSymbols, c) || contains(kOperators, c);
  for (int digit = 0; digit < 2; ++digit) {
    if (hex_digit(cursor.peek()) < 0) return false;
    expression += cursor.take();
  }
  return true;
}

}  // namespace

Result<Regex> Regex::parse(Cursor& cursor) {
  if (!cursor.eat("%")) return fail(invalid_pattern());
  std::string expression;
  while (!cursor.eat("%")) {
    const char c = cursor.take();
    if (!is_alphanumeric(c) && !contains(kSymbols, c) && !contains(kOperators, c)) {
      return fail(invalid_pattern());  // the end too
    }
    expression += c;
    if (c == '\\' && !take_escape(cursor, expression)) return fail(invalid_pattern());
  }
  if (expression.empty()) return fail(invalid_pattern());
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemoryBytesMax);
  auto compiled = std::make_shared<const re2::RE2>(expression, options);
  if (!compiled->ok()) return fail(invalid_pattern());
  return Regex(std::move(compiled));
}

bool Regex::matches(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace berth::log_patterns
