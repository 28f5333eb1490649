// The names of condition operators, taken apart: "ForAnyValue:StringNotLikeIfExists".
#pragma once

#include <optional>
#include <string_view>

namespace berth::iam {

/// What is compared, and how a value of the request is read.
enum class ConditionType {
  kString,
  kStringIgnoreCase,
  kStringLike,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
};

/// The order that Numeric and Date operators ask for; the rest ask for kEqual.
enum class Relation { kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

/// Which of the request's values have to satisfy. kOne: the key has a single value.
enum class Quantifier { kOne, kAll, kAny };

struct ConditionOperator {
  ConditionType type = ConditionType::kString;
  Relation relation = Relation::kEqual;
  bool negated = false;
  bool if_exists = false;
  Quantifier quantifier = Quantifier::kOne;
};

/// Nothing where AWS has no operator of that name. Names are taken with the documented capitals.
std::optional<ConditionOperator> parse_condition_operator(std::string_view name);

}  // namespace berth::iam
