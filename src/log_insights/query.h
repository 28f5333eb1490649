// A query of CloudWatch Logs Insights, parsed.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace berth::log_insights {

struct Plan;

/// Cheap to copy; safe to use from any thread.
class Query {
 public:
  /// MalformedQueryException, with line and position, where the text is no query or asks for what
  /// is not served. The language is that of "CloudWatch Logs Insights query syntax" (README.md says
  /// how much of it).
  static Result<Query> parse(std::string_view text);

  const Plan& plan() const { return *plan_; }

 private:
  explicit Query(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}

  std::shared_ptr<const Plan> plan_;
};

}  // namespace berth::log_insights
