// logs:DescribeQueries: the newest first.
#include <algorithm>

#include "services/logs/log_queries.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"

namespace berth::services::logs {
namespace {

constexpr int kQueriesAtOnce = 1'000;

}  // namespace

Result<aws::logs::DescribeQueriesResponse> describe_queries(
    Context& context, const aws::logs::DescribeQueriesRequest& request) {
  BERTH_ASSIGN(const std::string after, position_in(request.next_token));
  auto queries = store::list_log_queries(context.tx, context.region.str());
  const auto last = std::find_if(queries.begin(), queries.end(),
                                 [&after](const auto& query) { return query.id == after; });
  if (last != queries.end()) queries.erase(queries.begin(), last + 1);
  std::erase_if(queries, [&request](const store::LogQueryRecord& query) {
    const auto& group = request.log_group_name;
    const auto& groups = query.groups;
    return (group && std::find(groups.begin(), groups.end(), *group) == groups.end()) ||
           request.status.value_or("Complete") != "Complete" ||
           request.query_language.value_or("CWLI") != "CWLI";
  });
  aws::logs::DescribeQueriesResponse response;
  cut_to_page(queries, request.max_results.value_or(kQueriesAtOnce), response.next_token,
              [](const auto& query) { return query.id; });
  auto& shown = response.queries.emplace();
  for (const store::LogQueryRecord& query : queries) {
    aws::logs::QueryInfo& out = shown.emplace_back();
    out.query_language = "CWLI";
    out.query_id = query.id;
    out.query_string = shown_query_text(query);
    out.status = "Complete";
    out.create_time = query.created_at_ms;
    out.log_group_name = query.groups.front();
  }
  return response;
}

}  // namespace berth::services::logs
