// logs:DescribeLogStreams: by name, or by the time of the last event.
#include <charconv>

#include "aws/pagination.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

using store::LogStreamOrder;

constexpr int kStreamsDefault = 50;

aws::logs::LogStream shown(const Context& context, const store::LogGroup& group,
                           const store::LogStream& stream) {
  aws::logs::LogStream out;
  out.log_stream_name = stream.name;
  out.creation_time = stream.created_at_ms;
  out.first_event_timestamp = stream.first_event_ms;
  out.last_event_timestamp = stream.last_event_ms;
  out.last_ingestion_time = stream.last_ingestion_ms;
  // The tokens are ignored since 2023, but every stream still shows one.
  out.upload_sequence_token = std::to_string(stream.next_sequence + 1);
  out.arn = log_stream_arn(context, group.name, stream.name);
  out.stored_bytes = 0;  // AWS stopped counting a stream's bytes in 2019
  return out;
}

std::string token_of(const store::LogStream& stream) {
  return aws::encode_token(std::to_string(stream.last_event_ms.value_or(-1)) + " " + stream.name);
}

Result<std::optional<store::LogStreamPosition>> position_of(
    const std::optional<std::string>& token) {
  if (!token) return std::optional<store::LogStreamPosition>();
  const auto text = aws::decode_token(*token);
  const std::size_t space = text ? text->find(' ') : std::string::npos;
  if (space == std::string::npos) {
    return fail(client_fault("InvalidParameterException", "The specified nextToken is invalid."));
  }
  store::LogStreamPosition position;
  std::from_chars(text->data(), text->data() + space, position.last_event_ms);
  position.name = text->substr(space + 1);
  return std::optional(std::move(position));
}

}  // namespace

Result<aws::logs::DescribeLogStreamsResponse> describe_log_streams(
    Context& context, const aws::logs::DescribeLogStreamsRequest& request) {
  BERTH_ASSIGN(const std::string name,
               requested_log_group(context, request.log_group_name, request.log_group_identifier));
  const bool by_time = request.order_by == "LastEventTime";
  if (by_time && request.log_stream_name_prefix) {
    return fail(client_fault("InvalidParameterException",
                             "Cannot order by LastEventTime with a logStreamNamePrefix."));
  }
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  BERTH_ASSIGN(const std::optional<store::LogStreamPosition> after,
               position_of(request.next_token));
  const int limit = request.limit.value_or(kStreamsDefault);
  const auto streams =
      store::list_log_streams(context.tx, group.id, request.log_stream_name_prefix.value_or(""),
                              by_time ? LogStreamOrder::kLastEventTime : LogStreamOrder::kName,
                              request.descending.value_or(false), after, limit + 1);
  aws::logs::DescribeLogStreamsResponse response;
  auto& shown_streams = response.log_streams.emplace();
  for (const store::LogStream& stream : streams) {
    if (shown_streams.size() == static_cast<std::size_t>(limit)) {
      response.next_token = token_of(streams[shown_streams.size() - 1]);
      break;
    }
    shown_streams.push_back(shown(context, group, stream));
  }
  return response;
}

}  // namespace berth::services::logs
