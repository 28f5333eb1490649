// logs:PutLogEvents: a batch of events for one stream, whole or not at all but for those too old or
// too new.
#include <algorithm>

#include "services/logs/log_groups.h"
#include "services/logs/metric_filters.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr std::int64_t kBatchBytesMax = 1'048'576;
constexpr std::int64_t kEventOverheadBytes = 26;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

using Events = std::vector<aws::logs::InputLogEvent>;

Result<void> check_batch(const Events& events) {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    bytes += static_cast<std::int64_t>(events[i].message->size()) + kEventOverheadBytes;
    if (i > 0 && *events[i].timestamp < *events[i - 1].timestamp) {
      return fail(client_fault("InvalidParameterException",
                               "Log events in a single PutLogEvents request must be in "
                               "chronological order."));
    }
  }
  if (bytes > kBatchBytesMax) {
    return fail(client_fault("InvalidParameterException",
                             "Upload too large: " + std::to_string(bytes) +
                                 " bytes exceeds limit of " + std::to_string(kBatchBytesMax)));
  }
  if (*events.back().timestamp - *events.front().timestamp > kDayMs) {
    return fail(client_fault("InvalidParameterException",
                             "The batch of log events in a single PutLogEvents request cannot span "
                             "more than 24 hours."));
  }
  return {};
}

/// The part of a batch, ordered by time, that is taken; the rest is told by index.
struct Accepted {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<aws::logs::RejectedLogEventsInfo> rejected;
};

std::size_t count_older(const Events& events, std::int64_t than_ms) {
  const auto first_young = std::find_if(events.begin(), events.end(), [than_ms](const auto& event) {
    return *event.timestamp >= than_ms;
  });
  return static_cast<std::size_t>(first_young - events.begin());
}

Accepted accept(const Events& events, std::int64_t now_ms,
                std::optional<std::int32_t> retention_days) {
  Accepted accepted;
  aws::logs::RejectedLogEventsInfo rejected;
  const std::size_t too_old = count_older(events, now_ms - 14 * kDayMs);
  const std::size_t expired =
      retention_days ? count_older(events, now_ms - *retention_days * kDayMs) : 0;
  accepted.begin = std::max(too_old, expired);
  accepted.end = std::max(accepted.begin, count_older(events, now_ms + 2 * kHourMs + 1));
  if (too_old > 0) rejected.too_old_log_event_end_index = static_cast<std::int32_t>(too_old);
  if (expired > too_old) rejected.expired_log_event_end_index = static_cast<std::int32_t>(expired);
  if (accepted.end < events.size()) {
    rejected.too_new_log_event_start_index = static_cast<std::int32_t>(accepted.end);
  }
  if (rejected != aws::logs::RejectedLogEventsInfo{}) accepted.rejected = rejected;
  return accepted;
}

}  // namespace

Result<aws::logs::PutLogEventsResponse> put_log_events(
    Context& context, const aws::logs::PutLogEventsRequest& request) {
  BERTH_TRY(check_batch(*request.log_events));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  BERTH_ASSIGN(const store::LogStream stream,
               require_log_stream(context, group, *request.log_stream_name));
  const std::int64_t now_ms = to_epoch_ms(context.now);
  const Accepted accepted = accept(*request.log_events, now_ms, group.retention_days);
  std::vector<store::LogEvent> events;
  events.reserve(accepted.end - accepted.begin);
  for (std::size_t i = accepted.begin; i < accepted.end; ++i) {
    const auto& event = (*request.log_events)[i];
    events.push_back(store::LogEvent{0, *event.timestamp, now_ms, *event.message});
  }
  store::append_log_events(context.tx, stream, events, now_ms);
  count_metrics(context, group, events);
  aws::logs::PutLogEventsResponse response;
  response.next_sequence_token =
      std::to_string(stream.next_sequence + static_cast<std::int64_t>(events.size()) + 1);
  response.rejected_log_events_info = accepted.rejected;
  return response;
}

}  // namespace berth::services::logs
