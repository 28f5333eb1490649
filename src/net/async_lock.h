// Turns among coroutines of one io_context: who writes next.
#pragma once

#include <deque>

#include <boost/asio/redirect_error.hpp>

#include "net/asio.h"

namespace berth::net {

/// First come, first served. Not thread-safe: one io_context.
class AsyncLock {
 public:
  explicit AsyncLock(const Executor& executor) : executor_(executor) {}

  std::size_t waiting() const { return queue_.size(); }

  /// Waits for the turn; each acquire() is followed by one release().
  Task<void> acquire() {
    if (!held_) {
      held_ = true;
      co_return;
    }
    Timer turn(executor_);
    turn.expires_at(std::chrono::steady_clock::time_point::max());
    queue_.push_back(&turn);
    boost::system::error_code ignored;
    co_await turn.async_wait(asio::redirect_error(kAwait, ignored));
  }

  void release() {
    if (queue_.empty()) {
      held_ = false;
      return;
    }
    // Still held: it passes on to the one that is woken.
    auto* next = queue_.front();
    queue_.pop_front();
    next->cancel();
  }

 private:
  Executor executor_;
  bool held_ = false;
  std::deque<Timer*> queue_;
};

}  // namespace berth::net
