// What is sent is forgotten only once it is acknowledged.
#include "agent/logs/event_queue.h"

#include <algorithm>
#include <utility>

namespace berth::agent {
namespace {

constexpr std::size_t kBatchEventsMax = 10'000;
constexpr std::int64_t kBatchSpanMs = 24 * 60 * 60 * 1000;

std::size_t size_of(const LogEvent& event) {
  return event.message.size() + kEventOverheadBytes;
}

}  // namespace

void EventQueue::push(LogEvent event) {
  bytes_ += size_of(event);
  events_.push_back(std::move(event));
}

std::vector<LogEvent> EventQueue::front_batch() const {
  std::vector<LogEvent> batch;
  std::size_t bytes = 0;
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
  for (const LogEvent& each : events_) {
    first_ms = batch.empty() ? each.timestamp_ms : std::min(first_ms, each.timestamp_ms);
    last_ms = batch.empty() ? each.timestamp_ms : std::max(last_ms, each.timestamp_ms);
    bytes += size_of(each);
    const bool fits = bytes <= kBatchBytesMax && batch.size() < kBatchEventsMax &&
                      last_ms - first_ms < kBatchSpanMs;
    if (!fits) break;
    batch.push_back(each);
  }
  return batch;
}

void EventQueue::drop_front(std::size_t count) {
  for (; count > 0; --count) {
    bytes_ -= size_of(events_.front());
    events_.pop_front();
  }
}

void EventQueue::drop_held(std::size_t count, HeldEvents& held) {
  std::vector<LogEvent> kept;
  for (std::size_t i = 0; i < count; ++i) {
    if (!held.take(events_[i])) kept.push_back(events_[i]);
  }
  drop_front(count);
  for (auto each = kept.rbegin(); each != kept.rend(); ++each) {
    bytes_ += size_of(*each);
    events_.push_front(std::move(*each));
  }
}

}  // namespace berth::agent
