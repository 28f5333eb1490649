// The newest of what was read or delivered: what is met again is known by it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "agent/logs/log_event.h"

namespace berth::agent {

/// Remembers what is no older than a quarter of a second before the newest: standard output and
/// error may be written down in another order than they were printed in.
class RecentEvents {
 public:
  void add(LogEvent event) {
    newest_ms_ = std::max(newest_ms_.value_or(event.timestamp_ms), event.timestamp_ms);
    events_.push_back(std::move(event));
    if (events_.size() < forgets_at_) return;
    std::erase_if(events_, [since_ms = since_ms_of(*newest_ms_)](const LogEvent& each) {
      return each.timestamp_ms < since_ms;
    });
    forgets_at_ = 2 * events_.size() + kFewest;
  }

  /// From when on all is remembered; nothing before the first.
  std::optional<std::int64_t> since_ms() const {
    return newest_ms_ ? std::optional(since_ms_of(*newest_ms_)) : std::nullopt;
  }
  /// The same where the newest is of `newest_ms`.
  static std::int64_t since_ms_of(std::int64_t newest_ms) {
    return std::max<std::int64_t>(newest_ms - kDisorderMs, 0);
  }
  const std::vector<LogEvent>& events() const { return events_; }

 private:
  static constexpr std::int64_t kDisorderMs = 250;
  static constexpr std::size_t kFewest = 64;

  std::vector<LogEvent> events_;
  std::optional<std::int64_t> newest_ms_;
  std::size_t forgets_at_ = kFewest;
};

}  // namespace berth::agent
