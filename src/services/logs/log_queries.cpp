// What the operations of CloudWatch Logs Insights share.
#include "services/logs/log_queries.h"

#include <algorithm>

#include <fmt/format.h>

#include "services/logs/log_groups.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kQueriedGroupsMax = 50;

}  // namespace

Result<std::vector<std::string>> requested_groups(const Context& context,
                                                  const aws::logs::StartQueryRequest& request) {
  const int ways = (request.log_group_name ? 1 : 0) + (request.log_group_names ? 1 : 0) +
                   (request.log_group_identifiers ? 1 : 0);
  if (ways != 1) {
    return fail(client_fault("InvalidParameterException",
                             "Exactly one of the parameters [logGroupName, logGroupNames, "
                             "logGroupIdentifiers] must be specified."));
  }
  std::vector<std::string> groups;
  if (request.log_group_name) groups.push_back(*request.log_group_name);
  if (request.log_group_names) groups = *request.log_group_names;
  if (request.log_group_identifiers) {
    for (const std::string& identifier : *request.log_group_identifiers) {
      BERTH_ASSIGN(std::string name, requested_log_group(context, std::nullopt, identifier));
      groups.push_back(std::move(name));
    }
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  if (!groups.empty() && groups.size() <= kQueriedGroupsMax) return groups;
  return fail(client_fault("InvalidParameterException",
                           "A query searches at least one log group and at most 50."));
}

Result<store::LogQueryRecord> require_query(Context& context, const std::string& id) {
  auto query = store::find_log_query(context.tx, context.region.str(), id);
  if (!query) {
    return fail(client_fault("ResourceNotFoundException", "The specified query does not exist."));
  }
  return std::move(*query);
}

std::string shown_query_text(const store::LogQueryRecord& query) {
  std::string groups;
  for (const std::string& group : query.groups) {
    groups += fmt::format("{}\"{}\"", groups.empty() ? "" : ", ", group);
  }
  return fmt::format("SOURCE {} START={} END={} | {}", groups, query.from_ms, query.to_ms - 1,
                     query.query);
}

Result<Targets> on_queried_groups(Context& context, const aws::logs::StartQueryRequest& input) {
  BERTH_ASSIGN(const std::vector<std::string> groups, requested_groups(context, input));
  return targets_in_log_groups(context, groups);
}

Result<Targets> on_query(Context& context, const aws::logs::GetQueryResultsRequest& input) {
  BERTH_ASSIGN(const store::LogQueryRecord query,
               require_query(context, input.query_id.value_or("")));
  return targets_in_log_groups(context, query.groups);
}

}  // namespace berth::services::logs
