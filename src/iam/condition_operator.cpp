// One table of all base names; what stands before and after is taken off first.
#include "iam/condition_operator.h"

#include <algorithm>
#include <array>

namespace berth::iam {
namespace {

struct Row {
  std::string_view name;
  ConditionType type;
  Relation relation = Relation::kEqual;
  bool negated = false;
};

using T = ConditionType;
using R = Relation;

constexpr std::array<Row, 27> kOperators = {{
    {"StringEquals", T::kString},
    {"StringNotEquals", T::kString, R::kEqual, true},
    {"StringEqualsIgnoreCase", T::kStringIgnoreCase},
    {"StringNotEqualsIgnoreCase", T::kStringIgnoreCase, R::kEqual, true},
    {"StringLike", T::kStringLike},
    {"StringNotLike", T::kStringLike, R::kEqual, true},
    {"NumericEquals", T::kNumeric},
    {"NumericNotEquals", T::kNumeric, R::kEqual, true},
    {"NumericLessThan", T::kNumeric, R::kLess},
    {"NumericLessThanEquals", T::kNumeric, R::kLessOrEqual},
    {"NumericGreaterThan", T::kNumeric, R::kGreater},
    {"NumericGreaterThanEquals", T::kNumeric, R::kGreaterOrEqual},
    {"DateEquals", T::kDate},
    {"DateNotEquals", T::kDate, R::kEqual, true},
    {"DateLessThan", T::kDate, R::kLess},
    {"DateLessThanEquals", T::kDate, R::kLessOrEqual},
    {"DateGreaterThan", T::kDate, R::kGreater},
    {"DateGreaterThanEquals", T::kDate, R::kGreaterOrEqual},
    {"Bool", T::kBool},
    {"BinaryEquals", T::kBinary},
    {"IpAddress", T::kIp},
    {"NotIpAddress", T::kIp, R::kEqual, true},
    {"ArnEquals", T::kArn},
    {"ArnLike", T::kArn},
    {"ArnNotEquals", T::kArn, R::kEqual, true},
    {"ArnNotLike", T::kArn, R::kEqual, true},
    {"Null", T::kNull},
}};

bool take_front(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_back(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) {
    return false;
  }
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::optional<ConditionOperator> parse_condition_operator(std::string_view name) {
  ConditionOperator found;
  if (take_front(name, "ForAllValues:")) {
    found.quantifier = Quantifier::kAll;
  } else if (take_front(name, "ForAnyValue:")) {
    found.quantifier = Quantifier::kAny;
  }
  found.if_exists = take_back(name, "IfExists");
  const auto row = std::find_if(kOperators.begin(), kOperators.end(),
                                [name](const Row& each) { return each.name == name; });
  if (row == kOperators.end()) return std::nullopt;
  if (row->type == ConditionType::kNull && found.if_exists) return std::nullopt;
  found.type = row->type;
  found.relation = row->relation;
  found.negated = row->negated;
  return found;
}

}  // namespace berth::iam
