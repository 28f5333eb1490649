// The commands of a query in their order, as the parser leaves them and stages run them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "log_insights/expression.h"

namespace berth::log_insights {

/// An expression and the name that its column has.
struct Column {
  std::string name;
  Expression expression;
};

/// `fields`, `display`: what is not a field of its own name is put beside the event.
struct FieldsCommand {
  std::vector<Column> columns;
};

struct FilterCommand {
  Expression condition;
};

/// `parse`: each group of the expression that took part becomes a field.
struct ParseCommand {
  Expression from;
  std::shared_ptr<const re2::RE2> regex;
  std::vector<std::string> names;  ///< in the order of the groups
};

enum class Figure {
  kCount,
  kCountDistinct,
  kSum,
  kAverage,
  kMinimum,
  kMaximum,
  kPercentile,
  kDeviation,
  kEarliest,
  kLatest,
  kSortsFirst,
  kSortsLast,
};

struct Aggregate {
  Figure figure = Figure::kCount;
  std::optional<Expression> of;  ///< none: of whole rows
  double percent = 50;           ///< of kPercentile
  std::string name;
};

struct StatsCommand {
  std::vector<Aggregate> aggregates;
  std::vector<Column> by;
};

struct SortCommand {
  struct Key {
    Expression expression;
    bool descending = false;
  };
  std::vector<Key> keys;
};

struct LimitCommand {
  std::size_t rows = 0;
};

struct DedupCommand {
  std::vector<Expression> by;
};

using Command = std::variant<FieldsCommand, FilterCommand, ParseCommand, StatsCommand, SortCommand,
                             LimitCommand, DedupCommand>;

struct Plan {
  std::vector<Command> commands;
  std::vector<std::string> shown;  ///< the columns of the answer
  bool has_limit = false;
  bool of_events = true;  ///< no `stats`: rows have a pointer to their event
};

}  // namespace berth::log_insights
