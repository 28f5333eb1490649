// Coroutines that wait for one another: a task's containers, the engine's events, the order to
// stop.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "net/asio.h"

namespace berth::net {

/// Something has changed: look again. Use from one io_context. A waiter remembers the version that
/// it has seen, so that no change between its look and its wait is lost.
class Notification {
 public:
  explicit Notification(asio::io_context& context);
  ~Notification();
  Notification(const Notification&) = delete;
  Notification& operator=(const Notification&) = delete;

  /// Counts up with every notify().
  std::uint64_t version() const;
  /// Wakes everyone who waits.
  void notify();
  /// Returns once version() is not `seen` any more (true), or after `timeout` (false).
  Task<bool> wait(std::uint64_t seen, std::chrono::milliseconds timeout);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace berth::net
