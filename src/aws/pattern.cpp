// The models' regular expressions, compiled once by RE2, whose time grows with the text alone.
#include "aws/pattern.h"

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include <re2/re2.h>

#include "base/hex_digit.h"

namespace berth::aws {
namespace {

struct Rewrite {
  std::string_view pattern;
  std::string_view same_for_re2;
};

// Patterns with look-ahead, as expressions of the same language within the model's lengths.
constexpr Rewrite kRewrites[] = {
    {"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "^[a-z0-9](-?[a-z0-9])*$"},
};

/// How many digits belong to an escape like \u00FF. STS writes planes above the first with more
/// than four, all of them beginning with 10.
std::size_t escape_digits(std::string_view digits) {
  std::size_t count = 0;
  while (count < digits.size() && count < 6 && hex_digit(digits[count]) >= 0) ++count;
  const bool long_form = count > 4 && digits.substr(0, 2) == "10";
  return long_form ? count : std::size_t{4};
}

/// Java's \uXXXX as RE2's \x{XXXX}.
std::string to_re2(std::string_view pattern) {
  for (const Rewrite& rewrite : kRewrites) {
    if (rewrite.pattern == pattern) return std::string(rewrite.same_for_re2);
  }
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '\\' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    if (pattern[i + 1] != 'u') {
      out.append(pattern, i, 2);
      ++i;
      continue;
    }
    const std::string_view rest = pattern.substr(i + 2);
    const std::size_t digits = escape_digits(rest);
    out.append("\\x{").append(rest.substr(0, digits)).append("}");
    i += 1 + digits;
  }
  return out;
}

const re2::RE2& compiled(std::string_view pattern) {
  static std::shared_mutex mutex;
  static auto& cache = *new std::unordered_map<std::string_view, std::unique_ptr<re2::RE2>>;
  {
    const std::shared_lock lock(mutex);
    if (const auto found = cache.find(pattern); found != cache.end()) return *found->second;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto expression = std::make_unique<re2::RE2>(to_re2(pattern), options);
  const std::unique_lock lock(mutex);
  return *cache.try_emplace(pattern, std::move(expression)).first->second;
}

}  // namespace

bool pattern_is_known(std::string_view pattern) {
  return compiled(pattern).ok();
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  const re2::RE2& expression = compiled(pattern);
  return !expression.ok() ||
         re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), expression);
}

}  // namespace berth::aws
