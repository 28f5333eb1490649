// Metric filters: their rules, and what they count of a batch of events.
#pragma once

#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "log_patterns/pattern.h"
#include "services/context.h"
#include "services/operation.h"
#include "store/logs/filters.h"
#include "store/logs_records.h"

namespace berth::services::logs {

/// A metric's value is a number or a selector that the pattern knows; dimensions are selectors,
/// three at most, and not with a default value: InvalidParameterException.
Result<void> check_transformation(const log_patterns::Pattern& pattern,
                                  const aws::logs::MetricTransformation& transformation);

/// At most 100 metric filters a group, and 5 filters with regular expressions of either kind,
/// beside the one named `name`, which is replaced: LimitExceededException.
Result<void> check_filter_limits(Context& context, const store::LogGroup& group,
                                 const log_patterns::Pattern& pattern, const std::string& name);

/// Adds what the group's metric filters find in events that have just been written.
void count_metrics(Context& context, const store::LogGroup& group,
                   const std::vector<store::LogEvent>& events);

/// The group that is named, or all groups.
Result<Targets> on_metric_filters(Context& context,
                                  const aws::logs::DescribeMetricFiltersRequest& input);

}  // namespace berth::services::logs
