// Somebody wants the procedure to end: Ctrl-C, or whoever sends SIGTERM.
#pragma once

#include <chrono>

#include "net/asio.h"
#include "net/notification.h"

namespace berth::doctor {

/// Counts how often it was asked for. The first time what was made is removed; the second time the
/// removal is given up, and what is left is named. Use from one io_context.
class Stop {
 public:
  explicit Stop(net::asio::io_context& context) : asked_(context) {}

  void ask() {
    ++times_;
    asked_.notify();
  }
  int times() const { return times_; }

  /// Waits; less where it is asked for meanwhile.
  net::Task<void> rest(std::chrono::milliseconds duration) {
    co_await asked_.wait(asked_.version(), duration);
  }

 private:
  net::Notification asked_;
  int times_ = 0;
};

}  // namespace berth::doctor
