// Events on their way from a container's log to its stream, in order.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "agent/logs/log_event.h"
#include "agent/logs/log_stream.h"

namespace berth::agent {

/// Holds what is not delivered yet.
class EventQueue {
 public:
  void push(LogEvent event);
  bool empty() const { return events_.empty(); }
  /// As PutLogEvents counts them.
  std::size_t bytes() const { return bytes_; }

  /// The first events, as many as PutLogEvents takes at once: 1 MiB, 10,000 events, 24 hours. They
  /// stay until they are dropped.
  std::vector<LogEvent> front_batch() const;
  void drop_front(std::size_t count);
  /// Drops those of the first `count` that the stream holds.
  void drop_held(std::size_t count, HeldEvents& held);

 private:
  std::deque<LogEvent> events_;
  std::size_t bytes_ = 0;
};

/// PutLogEvents takes no more at once.
inline constexpr std::size_t kBatchBytesMax = 1'048'576;

}  // namespace berth::agent
