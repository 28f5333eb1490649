// One timer a connection: whatever it waits for, it does not wait for ever.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "net/asio.h"

namespace berth::net {

/// Now and `duration`; the largest durations, which would overflow, become a year.
std::chrono::steady_clock::time_point moment_after(std::chrono::milliseconds duration);

/// A deadline that is moved far more often than it passes. Moving it later stores a time and
/// touches no timer; the timer looks at the stored time when it fires. Use from one io_context.
class Deadline {
 public:
  /// `expired` runs once each time the deadline passes; it must not destroy the Deadline.
  Deadline(const Executor& executor, std::function<void()> expired);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void expires_after(std::chrono::milliseconds duration);
  void expires_at(std::chrono::steady_clock::time_point when);
  /// No deadline until the next expires_after().
  void clear();
  /// True once the deadline has passed, until it is set anew.
  bool expired() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace berth::net
