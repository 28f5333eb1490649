// One comparison of a filter pattern: what stands behind a field's name or a selector.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "log_patterns/cursor.h"
#include "log_patterns/regex.h"

namespace berth::log_patterns {

enum class Operator {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIsNull,
  kIsTrue,
  kIsFalse,
  kNotExists,
};

/// An operator and the value it compares with. One of `regex`, `number` and `text` counts, in this
/// order.
struct Test {
  Operator op = Operator::kEqual;
  std::optional<Regex> regex;
  std::optional<double> number;  ///< a number without quotes; `text` has it as it was written
  std::string text;              ///< without the wildcards at its ends
  bool any_before = false;       ///< "*text"
  bool any_behind = false;       ///< "text*"

  /// Of the operators that compare: does it hold for a value of this text?
  bool holds_for(std::string_view value) const;
};

/// A decimal number with an optional sign and exponent and nothing else.
std::optional<double> parse_number(std::string_view text);

/// Parses "= value", "> 3", "!= %re%"; with `json` "IS NULL", "IS TRUE", "IS FALSE" and
/// "NOT EXISTS" too. InvalidParameterException.
Result<Test> parse_test(Cursor& cursor, bool json);

}  // namespace berth::log_patterns
