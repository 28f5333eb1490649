// A WebSocket (RFC 6455) at either end: the agent's command channel.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/asio.h"

namespace berth::net {

/// One open WebSocket of text messages. Reads from one coroutine, writes from any coroutine of the
/// same io_context: writes queue up (bounded; a full queue closes the connection) and go out in
/// order. Cheap to move; closing happens when the last copy goes or by close().
class WebSocket {
 public:
  class Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

  /// The next text message. Fault code "Closed" where the other end closed in order, "Timeout"
  /// where none came by the deadline (the socket is closed then), "Broken" for all else.
  Task<Result<std::string>> read(std::chrono::milliseconds deadline);
  /// Sends one text message; done when it is handed to the kernel.
  Task<Result<void>> write(std::string message);
  /// Closes in order (code 1000), waiting at most a second. Safe to call twice.
  Task<void> close();
  /// Drops the connection at once, from the same io_context; a read under way ends with "Broken".
  void abort();

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace berth::net
