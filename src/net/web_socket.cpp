// A WebSocket at either end: hands each call on to the kind of connection behind it.
#include "net/web_socket.h"

#include "net/web_socket_impl.h"

namespace berth::net {

// Each coroutine holds the connection itself: the WebSocket that it was called on may go meanwhile.

Task<Result<std::string>> WebSocket::read(std::chrono::milliseconds deadline) {
  const auto impl = impl_;
  co_return co_await impl->read(deadline);
}

Task<Result<void>> WebSocket::write(std::string message) {
  const auto impl = impl_;
  co_return co_await impl->write(std::move(message));
}

Task<void> WebSocket::close() {
  const auto impl = impl_;
  co_await impl->close();
}

void WebSocket::abort() {
  impl_->abort();
}

}  // namespace berth::net
