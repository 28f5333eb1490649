// logs:StartLiveTail: checks what a session is to listen to and describes it; the gateway holds the
// session and streams what comes.
#include "base/random.h"
#include "log_patterns/pattern.h"
#include "services/logs/live_tail.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

Fault invalid_parameter(std::string message) {
  return client_fault("InvalidParameterException", std::move(message));
}

Result<void> check_streams(const aws::logs::StartLiveTailRequest& request) {
  const bool by_name = request.log_stream_names.has_value();
  const bool by_prefix = request.log_stream_name_prefixes.has_value();
  if (by_name && by_prefix) {
    return fail(invalid_parameter(
        "LogStreamNames and LogStreamNamePrefixes are mutually exclusive parameters."));
  }
  if ((by_name || by_prefix) && request.log_group_identifiers->size() > 1) {
    return fail(invalid_parameter(
        "Log streams can be specified only where there is exactly one log group identifier."));
  }
  return {};
}

}  // namespace

Result<aws::logs::StartLiveTailResponse> start_live_tail(
    Context& context, const aws::logs::StartLiveTailRequest& request) {
  BERTH_TRY(check_streams(request));
  BERTH_TRY(log_patterns::Pattern::parse(request.log_event_filter_pattern.value_or("")));
  BERTH_ASSIGN(const std::vector<std::string> groups, tailed_groups(context, request));
  aws::logs::LiveTailSessionStart start;
  start.request_id = context.request_id;
  start.session_id = random_uuid(context.random);
  start.log_group_identifiers.emplace();
  for (const std::string& group : groups) {
    BERTH_TRY(require_log_group(context, group));
    start.log_group_identifiers->push_back(log_group_arn(context, group));
  }
  start.log_stream_names = request.log_stream_names.value_or(std::vector<std::string>());
  start.log_stream_name_prefixes =
      request.log_stream_name_prefixes.value_or(std::vector<std::string>());
  start.log_event_filter_pattern = request.log_event_filter_pattern.value_or("");
  aws::logs::StartLiveTailResponse response;
  response.response_stream.emplace().session_start = std::move(start);
  return response;
}

}  // namespace berth::services::logs
