// Any pattern against any value: the answer is that of a table that tries every way, and comes
// without a blow-up.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "iam/arn_pattern.h"
#include "iam/pattern.h"

namespace {

using namespace berth::iam;

constexpr std::size_t kTableMax = 64 * 1024;

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

/// table[p] after v characters: does the pattern's first p characters match the value's first v?
bool table_matches(std::string_view pattern, std::string_view value) {
  std::vector<char> row(pattern.size() + 1, 0);
  row[0] = 1;
  for (std::size_t p = 0; p < pattern.size() && pattern[p] == '*'; ++p) row[p + 1] = 1;
  for (const char c : value) {
    std::vector<char> next(row.size(), 0);
    for (std::size_t p = 0; p < pattern.size(); ++p) {
      if (pattern[p] == '*') {
        next[p + 1] = row[p + 1] | next[p];
      } else {
        next[p + 1] = row[p] && (pattern[p] == '?' || pattern[p] == c);
      }
    }
    row = std::move(next);
  }
  return row.back() != 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(input.find('\n'), input.size());
  const std::string_view pattern = input.substr(0, cut);
  const std::string_view value = input.substr(std::min(cut + 1, input.size()));
  const Pattern compiled(pattern, {.wildcards = true});
  const bool matched = compiled.matches(value);
  const bool small = pattern.size() * value.size() <= kTableMax;
  if (small && is_ascii(input) && matched != table_matches(pattern, value)) std::abort();

  ContextKeys context;
  context.set("aws:username", std::string(value.substr(0, 64)));
  context.set("aws:TagKeys", std::vector<std::string>{"a", "b"});
  const PatternSyntax variables{.wildcards = true, .variables = true};
  (void)Pattern(pattern, variables).matches(value, context);
  (void)Pattern(pattern, {.variables = true, .ignore_case = true}).matches(value, context);
  const ArnFields arn = split_arn(value);
  for (const bool with : {false, true}) {
    (void)ArnPattern::of_resource(pattern, with).matches(arn, context);
    (void)ArnPattern::of_condition(pattern, with).matches(arn, context);
  }
  return 0;
}
