// The threads that everything waits on: one io_context a core.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "net/asio.h"

namespace berth::net {

/// Owns the io_contexts and their threads. Created in main, outlives every server and client.
class Runtime {
 public:
  explicit Runtime(std::size_t threads);
  /// Stops and joins.
  ~Runtime();

  std::vector<asio::io_context*> contexts();
  /// The context on which single-homed parts live (agent, sessions, timers).
  asio::io_context& main_context();
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Starts a coroutine that nobody waits for; an exception in it ends the process with a message
/// (a bug, never input).
void spawn(asio::io_context& context, Task<void> task);

/// Runs a coroutine on `context`'s threads and blocks the calling thread until it is done. Never
/// call it from a thread of the runtime.
void run_blocking(asio::io_context& context, std::function<Task<void>()> task);

/// Waits; returns early without error if the context stops.
Task<void> sleep_for(std::chrono::milliseconds duration);

}  // namespace berth::net
