// Time as a parameter: nothing that decides anything asks the system for it.
#pragma once

#include <chrono>
#include <cstdint>

namespace berth {

/// A moment in UTC, in milliseconds: the finest grain that AWS's APIs show.
using TimePoint = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Milliseconds since 1970-01-01T00:00:00Z, as records keep time.
inline std::int64_t to_epoch_ms(TimePoint time) {
  return time.time_since_epoch().count();
}
inline TimePoint from_epoch_ms(std::int64_t epoch_ms) {
  return TimePoint(std::chrono::milliseconds(epoch_ms));
}

/// Where time comes from. Safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
};

/// The system's clock.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
};

/// A clock that stands until it is set: for tests and simulation.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint now) : now_(now) {}
  TimePoint now() const override { return now_; }
  void set(TimePoint now) { now_ = now; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  TimePoint now_;
};

}  // namespace berth
