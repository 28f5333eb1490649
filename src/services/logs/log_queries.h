// What the operations of CloudWatch Logs Insights share.
#pragma once

#include <string>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/operation.h"
#include "store/logs/queries.h"

namespace berth::services::logs {

/// The names of the groups that a query is to search: by logGroupName, logGroupNames or
/// logGroupIdentifiers, one of the three, and at most 50: InvalidParameterException.
Result<std::vector<std::string>> requested_groups(const Context& context,
                                                  const aws::logs::StartQueryRequest& request);

/// Fault ResourceNotFoundException where there is none of that id.
Result<store::LogQueryRecord> require_query(Context& context, const std::string& id);

/// As DescribeQueries shows it: with a SOURCE in front that says where it searches.
std::string shown_query_text(const store::LogQueryRecord& query);

/// Each group that is searched.
Result<Targets> on_queried_groups(Context& context, const aws::logs::StartQueryRequest& input);
Result<Targets> on_query(Context& context, const aws::logs::GetQueryResultsRequest& input);

}  // namespace berth::services::logs
