// One session of Live Tail: what it listens to, and what its client has not been sent yet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/logs/live_tail.h"

namespace berth::gateway {

/// AWS's own, but for the bytes, which are ours ("StartLiveTail" and "CloudWatch Logs quotas" in
/// the documentation of CloudWatch Logs).
struct LiveTailLimits {
  std::size_t sessions_max = 15;                    ///< open in a region
  std::chrono::milliseconds interval{1000};         ///< from one update to the next
  std::size_t events_max = 500;                     ///< in an update: others are left out
  std::size_t updates_kept_max = 10;                ///< for a slow client: the oldest go
  std::size_t bytes_kept_max = 8u << 20;            ///< of messages: others are left out
  std::chrono::milliseconds life{3 * 3600 * 1000};  ///< of a session
};

/// Events that were written to one stream at one time.
struct WrittenEvents {
  std::string_view region;
  std::string_view group;
  std::string_view stream;
  const std::vector<aws::logs::InputLogEvent>& events;
  std::size_t begin = 0;  ///< of those that were taken
  std::size_t end = 0;
  std::int64_t ingested_at_ms = 0;
};

/// Safe to use from any thread.
class LiveTailSession {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  /// `start` as StartLiveTail has checked it. Fault where its pattern is none.
  static Result<std::shared_ptr<LiveTailSession>> make(std::string region,
                                                       aws::logs::LiveTailSessionStart start,
                                                       LiveTailLimits limits, Moment now);

  const std::string& region() const { return region_; }
  const aws::logs::LiveTailSessionStart& start() const { return start_; }
  const LiveTailLimits& limits() const { return limits_; }

  /// Keeps those that the session asked for.
  void add(const WrittenEvents& written, Moment now);
  /// The oldest update whose interval is over: empty where nothing was written.
  aws::logs::LiveTailSessionUpdate take(Moment now);
  /// Another update is waiting.
  bool is_behind(Moment now);

 private:
  struct Update {
    std::vector<aws::logs::LiveTailSessionLogEvent> events;
    std::size_t bytes = 0;
    bool sampled = false;
  };

  LiveTailSession(std::string region, aws::logs::LiveTailSessionStart start,
                  services::logs::LiveTailFilter filter, LiveTailLimits limits, Moment now);

  void close_interval(Moment now);

  const std::string region_;
  const aws::logs::LiveTailSessionStart start_;
  const services::logs::LiveTailFilter filter_;
  const LiveTailLimits limits_;
  const Moment began_;
  std::mutex mutex_;
  Update current_;
  std::int64_t interval_ = 0;  ///< the number of the current one
  std::deque<Update> waiting_;
  std::size_t bytes_ = 0;  ///< of messages in all
};

}  // namespace berth::gateway
