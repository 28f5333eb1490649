// An expression of a query: a value, a field, or a function over others.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "log_insights/value.h"

namespace re2 {
class RE2;
}

namespace berth::log_insights {

class Row;

/// A function or an operator.
struct Function {
  std::string_view name;
  std::size_t arguments_min;
  std::size_t arguments_max;
  Value (*run)(const std::vector<Value>& arguments);
};

/// The function of that name, in small letters, or null. Operators have their sign as name.
const Function* find_function(std::string_view name);

struct Expression {
  enum class Kind { kLiteral, kField, kFunction, kMatch };

  Kind kind = Kind::kLiteral;
  Value literal;
  std::string name;                       ///< of kField
  const Function* function = nullptr;     ///< of kFunction
  std::shared_ptr<const re2::RE2> regex;  ///< of kMatch: is there a match in the only part?
  std::vector<Expression> parts;

  Value evaluate(const Row& row) const;
};

}  // namespace berth::log_insights
