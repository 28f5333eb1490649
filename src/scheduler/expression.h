// The cluster query language: which instances a placement constraint or a filter means.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::scheduler {

struct Instance;

/// A parsed expression. Copies share what was parsed.
class Expression {
 public:
  struct Node;
  explicit Expression(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  bool matches(const Instance& instance) const;

 private:
  std::shared_ptr<const Node> root_;
};

/// Reads "attribute:ecs.os-type == linux and not (runningTasksCount > 3)". Subjects:
/// attribute:NAME, agentConnected, ec2InstanceId, runningTasksCount. Operators: ==, !=, >, >=, <,
/// <=, in [a, b], not_in, exists, not_exists and their other spellings; and, or, not, parentheses.
/// Fault InvalidParameterException for what is none, and for patterns (=~), which are not served.
Result<Expression> parse_expression(std::string_view text);

}  // namespace berth::scheduler
