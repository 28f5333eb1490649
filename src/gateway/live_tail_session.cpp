// One session of Live Tail: what it listens to, and what its client has not been sent yet.
#include "gateway/live_tail_session.h"

#include <utility>

namespace berth::gateway {

Result<std::shared_ptr<LiveTailSession>> LiveTailSession::make(
    std::string region, aws::logs::LiveTailSessionStart start, LiveTailLimits limits, Moment now) {
  BERTH_ASSIGN(services::logs::LiveTailFilter filter,
               services::logs::LiveTailFilter::make(region, start));
  return std::shared_ptr<LiveTailSession>(
      new LiveTailSession(std::move(region), std::move(start), std::move(filter), limits, now));
}

LiveTailSession::LiveTailSession(std::string region, aws::logs::LiveTailSessionStart start,
                                 services::logs::LiveTailFilter filter, LiveTailLimits limits,
                                 Moment now)
    : region_(std::move(region)),
      start_(std::move(start)),
      filter_(std::move(filter)),
      limits_(limits),
      began_(now) {}

void LiveTailSession::add(const WrittenEvents& written, Moment now) {
  const std::string* const arn = filter_.listens_to(written.region, written.group, written.stream);
  if (arn == nullptr) return;
  const std::lock_guard lock(mutex_);
  close_interval(now);
  for (std::size_t i = written.begin; i < written.end; ++i) {
    const aws::logs::InputLogEvent& event = written.events[i];
    if (!filter_.matches(*event.message)) continue;
    const bool fits = current_.events.size() < limits_.events_max &&
                      bytes_ + event.message->size() <= limits_.bytes_kept_max;
    if (!fits) {
      current_.sampled = true;
      continue;
    }
    aws::logs::LiveTailSessionLogEvent& kept = current_.events.emplace_back();
    kept.log_group_identifier = *arn;
    kept.log_stream_name = written.stream;
    kept.message = event.message;
    kept.timestamp = event.timestamp;
    kept.ingestion_time = written.ingested_at_ms;
    current_.bytes += event.message->size();
    bytes_ += event.message->size();
  }
}

/// An interval in which nothing came leaves no update behind.
void LiveTailSession::close_interval(Moment now) {
  const std::int64_t interval = (now - began_) / limits_.interval;
  if (interval == interval_) return;
  interval_ = interval;
  if (current_.events.empty() && !current_.sampled) return;
  waiting_.push_back(std::exchange(current_, {}));
  if (waiting_.size() <= limits_.updates_kept_max) return;
  bytes_ -= waiting_.front().bytes;
  waiting_.pop_front();
}

aws::logs::LiveTailSessionUpdate LiveTailSession::take(Moment now) {
  Update taken;
  {
    const std::lock_guard lock(mutex_);
    close_interval(now);
    if (!waiting_.empty()) {
      taken = std::move(waiting_.front());
      waiting_.pop_front();
      bytes_ -= taken.bytes;
    }
  }
  aws::logs::LiveTailSessionUpdate update;
  update.session_metadata.emplace().sampled = taken.sampled;
  update.session_results = std::move(taken.events);
  return update;
}

bool LiveTailSession::is_behind(Moment now) {
  const std::lock_guard lock(mutex_);
  close_interval(now);
  return !waiting_.empty();
}

}  // namespace berth::gateway
