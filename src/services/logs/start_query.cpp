// logs:StartQuery: the query is checked and kept; GetQueryResults runs it.
#include <limits>

#include <fmt/format.h>

#include "base/random.h"
#include "log_insights/query.h"
#include "services/logs/log_groups.h"
#include "services/logs/log_queries.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr std::int64_t kRowsUnlessSaid = 10'000;
/// Times are seconds; what would be later than the year 5000 is taken for milliseconds, as AWS
/// does.
constexpr std::int64_t kSecondsMax = 100'000'000'000;

std::int64_t first_ms_of(std::int64_t time) {
  return time < kSecondsMax ? time * 1'000 : time;
}
std::int64_t behind_ms_of(std::int64_t time) {
  const std::int64_t last = time < kSecondsMax ? time * 1'000 + 999 : time;
  return last == std::numeric_limits<std::int64_t>::max() ? last : last + 1;
}

Result<void> check_groups(Context& context, const std::vector<std::string>& groups) {
  for (const std::string& group : groups) {
    if (store::find_log_group(context.tx, context.region.str(), group)) continue;
    return fail(client_fault(
        "ResourceNotFoundException",
        fmt::format("Log group '{}' does not exist for account ID '{}' (Service: AWSLogs; Status "
                    "Code: 400; Error Code: ResourceNotFoundException; Request ID: {}; Proxy: "
                    "null)",
                    group, context.account.str(), context.request_id)));
  }
  return {};
}

}  // namespace

Result<aws::logs::StartQueryResponse> start_query(Context& context,
                                                  const aws::logs::StartQueryRequest& request) {
  if (request.query_language.value_or("CWLI") != "CWLI") {
    return fail(
        client_fault("InvalidParameterException", "Only the query language CWLI is supported."));
  }
  BERTH_TRY(log_insights::Query::parse(*request.query_string));
  store::LogQueryRecord query;
  BERTH_ASSIGN(query.groups, requested_groups(context, request));
  query.from_ms = first_ms_of(*request.start_time);
  query.to_ms = behind_ms_of(*request.end_time);
  if (query.to_ms <= query.from_ms) {
    return fail(client_fault("InvalidParameterException", "endTime is before startTime."));
  }
  BERTH_TRY(check_groups(context, query.groups));
  query.id = random_uuid(context.random);
  query.region = context.region.str();
  query.created_at_ms = to_epoch_ms(context.now);
  query.query = *request.query_string;
  query.limit_rows = request.limit.value_or(kRowsUnlessSaid);
  store::insert_log_query(context.tx, query);
  aws::logs::StartQueryResponse response;
  response.query_id = query.id;
  return response;
}

}  // namespace berth::services::logs
