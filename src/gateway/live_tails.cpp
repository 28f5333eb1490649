// The sessions of Live Tail that are open: what PutLogEvents has committed goes to those that asked
// for it.
#include "gateway/live_tails.h"

#include <algorithm>

#include "aws/models/logs.h"

namespace berth::gateway {
namespace {

/// The part of a batch that was taken: it is ordered by time, so what was rejected is at its ends.
WrittenEvents written_by(const Call& call) {
  const auto& request = *static_cast<const aws::logs::PutLogEventsRequest*>(call.input.get());
  const auto& response = *static_cast<const aws::logs::PutLogEventsResponse*>(call.output.get());
  WrittenEvents written{call.region.str(),
                        *request.log_group_name,
                        *request.log_stream_name,
                        *request.log_events,
                        0,
                        request.log_events->size(),
                        to_epoch_ms(call.now)};
  if (!response.rejected_log_events_info) return written;
  const auto& rejected = *response.rejected_log_events_info;
  const std::int32_t begin = std::max(rejected.too_old_log_event_end_index.value_or(0),
                                      rejected.expired_log_event_end_index.value_or(0));
  written.begin = static_cast<std::size_t>(begin);
  if (rejected.too_new_log_event_start_index) {
    written.end = static_cast<std::size_t>(*rejected.too_new_log_event_start_index);
  }
  return written;
}

}  // namespace

bool starts_live_tail(const Call& call) {
  return call.operation != nullptr &&
         &call.operation->row() == &aws::logs::ops::StartLiveTail::row();
}

void LiveTails::performed(const Call& call) {
  if (open_->count == 0 || &call.operation->row() != &aws::logs::ops::PutLogEvents::row()) return;
  const WrittenEvents written = written_by(call);
  const auto now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<LiveTailSession>> sessions;
  {
    const std::lock_guard lock(open_->mutex);
    sessions = open_->sessions;
  }
  for (const auto& session : sessions) session->add(written, now);
}

Result<net::StreamedAnswer> LiveTails::answer(const Call& call) {
  const auto& response = *static_cast<const aws::logs::StartLiveTailResponse*>(call.output.get());
  BERTH_ASSIGN(auto session,
               LiveTailSession::make(call.region.str(), *response.response_stream->session_start,
                                     limits_, std::chrono::steady_clock::now()));
  const auto is_of_region = [&call](const std::shared_ptr<LiveTailSession>& other) {
    return other->region() == call.region.str();
  };
  {
    const std::lock_guard lock(open_->mutex);
    auto& sessions = open_->sessions;
    const auto count = std::count_if(sessions.begin(), sessions.end(), is_of_region);
    if (static_cast<std::size_t>(count) >= limits_.sessions_max) {
      return fail(client_fault("LimitExceededException", "Resource limit exceeded."));
    }
    sessions.push_back(session);
    open_->count = sessions.size();
  }
  // Goes with the answer, sent or not.
  const std::shared_ptr<void> closing(nullptr, [open = open_, session](void*) {
    const std::lock_guard lock(open->mutex);
    std::erase(open->sessions, session);
    open->count = open->sessions.size();
  });
  net::StreamedAnswer answer;
  answer.head.headers = {{"x-amzn-RequestId", call.request_id},
                         {"Content-Type", "application/vnd.amazon.eventstream"}};
  answer.serve = [session, closing](net::BodyWriter& body) {
    return stream_live_tail(session, body);
  };
  return answer;
}

}  // namespace berth::gateway
