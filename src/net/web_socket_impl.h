// What is behind a WebSocket: one class a kind of connection, made by the handshake in
// byte_stream.h.
#pragma once

#include <memory>
#include <string>

#include "net/web_socket.h"

namespace berth::net {

/// See WebSocket for what the functions promise.
class WebSocket::Impl {
 public:
  virtual ~Impl() = default;
  virtual Task<Result<std::string>> read(std::chrono::milliseconds deadline) = 0;
  virtual Task<Result<void>> write(std::string message) = 0;
  virtual Task<void> close() = 0;
  virtual void abort() = 0;
};

}  // namespace berth::net
