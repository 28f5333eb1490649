// Any operator, values and key: a condition and its negation never both hold of one value, and with
// IfExists it holds wherever it holds without.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/condition.h"

namespace {

using namespace berth::iam;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPairs = {{
    {"StringEquals", "StringNotEquals"},
    {"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"},
    {"StringLike", "StringNotLike"},
    {"NumericEquals", "NumericNotEquals"},
    {"DateEquals", "DateNotEquals"},
    {"IpAddress", "NotIpAddress"},
    {"ArnLike", "ArnNotLike"},
    {"NumericLessThan", "NumericGreaterThanEquals"},
    {"DateLessThanEquals", "DateGreaterThan"},
}};
constexpr std::array<std::string_view, 3> kOthers = {"Bool", "BinaryEquals", "Null"};
constexpr const char* kKey = "key:x";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (lines.size() < 16) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

bool holds(const std::string& op, const std::vector<std::string>& values,
           const ContextKeys& context) {
  const auto parsed = parse_condition_operator(op);
  if (!parsed) std::abort();
  return Condition(*parsed, kKey, values, true).holds(context);
}

void check_sets(const std::string& op, const std::vector<std::string>& values,
                const ContextKeys& context, bool has_values) {
  const bool all = holds("ForAllValues:" + op, values, context);
  const bool any = holds("ForAnyValue:" + op, values, context);
  if (has_values && all && !any) std::abort();
  if (!has_values && (!all || any)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t choice = data[0] % (kPairs.size() + kOthers.size());
  const bool list = (data[1] & 1) != 0;
  auto values = lines_of({reinterpret_cast<const char*>(data) + 2, size - 2});
  // The last line is the request's value; a list takes the last two.
  std::vector<std::string> asked{values.back()};
  values.pop_back();
  if (list && !values.empty()) asked.push_back(values.back());
  ContextKeys context;
  context.set("aws:username", "alice");
  if (list) {
    context.set(kKey, asked);
  } else {
    context.set(kKey, asked.front());
  }
  if (choice >= kPairs.size()) {
    const std::string op(kOthers[choice - kPairs.size()]);
    (void)holds(op, values, context);
    if (op != "Null") check_sets(op, values, context, true);
    return 0;
  }
  const std::string op(kPairs[choice].first);
  const std::string negated(kPairs[choice].second);
  const bool one = holds(op, values, context);
  const bool other = holds(negated, values, context);
  const bool relation = choice >= kPairs.size() - 2;
  // Relations are alternatives of one pair of values, not of several.
  if (one && other && (!relation || values.size() == 1)) std::abort();
  if (one && !holds(op + "IfExists", values, context)) std::abort();
  check_sets(op, values, context, true);
  check_sets(negated, values, ContextKeys(), false);
  return 0;
}
