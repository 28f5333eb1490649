// The WebSocket of one kind of connection: included by plain_stream.cpp and tls_stream.cpp only, as
// it is what takes long to compile.
#pragma once

#include <string>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/async_lock.h"
#include "net/byte_stream.h"
#include "net/deadline.h"
#include "net/web_socket_impl.h"

namespace berth::net {

namespace beast = boost::beast;

inline Socket& lowest_socket(Socket& socket) {
  return socket;
}
template <class Stream>
Socket& lowest_socket(Stream& stream) {
  return stream.next_layer();
}

template <class Stream>
class WebSocketStream final : public WebSocket::Impl,
                              public std::enable_shared_from_this<WebSocketStream<Stream>> {
 public:
  WebSocketStream(Stream stream, std::size_t message_bytes_max)
      : stream_(std::move(stream)),
        write_turn_(stream_.get_executor()),
        read_deadline_(stream_.get_executor(), [this] { drop(); }),
        write_deadline_(stream_.get_executor(), [this] { drop(); }) {
    stream_.read_message_max(message_bytes_max);
    stream_.auto_fragment(false);
    stream_.write_buffer_bytes(16 * 1024);
    stream_.text(true);
  }

  Task<void> accept(WebSocketStart start, ErrorCode& error) {
    beast::http::request<beast::http::empty_body> request;
    request.method_string(start.request.method);
    request.target(start.request.target);
    request.version(11);
    for (const auto& [name, value] : start.request.headers) request.insert(name, value);
    write_deadline_.expires_after(start.deadline);
    co_await stream_.async_accept(request, asio::redirect_error(kAwait, error));
    write_deadline_.clear();
  }

  Task<void> open(WebSocketStart start, HttpResponse& refusal, ErrorCode& error) {
    const HttpRequest& request = start.request;
    stream_.set_option(
        beast::websocket::stream_base::decorator([&](beast::websocket::request_type& upgrade) {
          for (const auto& [name, value] : request.headers) {
            if (!is_handshakes_own(name)) upgrade.insert(name, value);
          }
        }));
    beast::websocket::response_type response;
    const std::string host(request.header("Host").value_or(""));
    write_deadline_.expires_after(start.deadline);
    co_await stream_.async_handshake(response, host, request.target,
                                     asio::redirect_error(kAwait, error));
    if (write_deadline_.expired()) error = asio::error::timed_out;
    write_deadline_.clear();
    if (error != beast::websocket::error::upgrade_declined) co_return;
    refusal.status = static_cast<int>(response.result_int());
    for (const auto& field : response) {
      refusal.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    refusal.body = std::move(response.body());
  }

  Task<Result<std::string>> read(std::chrono::milliseconds deadline) override {
    read_deadline_.expires_after(deadline);
    ErrorCode error;
    beast::flat_buffer buffer;
    co_await stream_.async_read(buffer, asio::redirect_error(kAwait, error));
    const bool late = read_deadline_.expired();
    read_deadline_.clear();
    if (!error) co_return beast::buffers_to_string(buffer.data());
    if (late) co_return fail(server_fault("Timeout", "no message came in time"));
    if (error == beast::websocket::error::closed) {
      co_return fail(server_fault("Closed", "the other end closed the connection"));
    }
    co_return fail(server_fault("Broken", error.message()));
  }

  Task<Result<void>> write(std::string message) override {
    if (queued_bytes_ + message.size() > kQueuedBytesMax || write_turn_.waiting() >= kQueuedMax) {
      drop();
      co_return fail(server_fault("Broken", "the other end does not read what is sent to it"));
    }
    const auto self = this->shared_from_this();
    queued_bytes_ += message.size();
    co_await write_turn_.acquire();
    ErrorCode error;
    write_deadline_.expires_after(kWriteDeadline);
    co_await stream_.async_write(asio::buffer(message), asio::redirect_error(kAwait, error));
    write_deadline_.clear();
    queued_bytes_ -= message.size();
    write_turn_.release();
    if (error) co_return fail(server_fault("Broken", error.message()));
    co_return Result<void>();
  }

  Task<void> close() override {
    if (std::exchange(closing_, true)) co_return;
    const auto self = this->shared_from_this();
    Deadline limit(stream_.get_executor(), [this] { drop(); });
    limit.expires_after(kCloseDeadline);
    ErrorCode ignored;
    co_await stream_.async_close(beast::websocket::close_code::normal,
                                 asio::redirect_error(kAwait, ignored));
    drop();
  }

  void abort() override { drop(); }

 private:
  static constexpr std::size_t kQueuedMax = 1024;
  static constexpr std::size_t kQueuedBytesMax = 64 * 1024 * 1024;
  static constexpr std::chrono::seconds kWriteDeadline{30};
  static constexpr std::chrono::seconds kCloseDeadline{1};

  /// Fields that the handshake itself sets.
  static bool is_handshakes_own(std::string_view name) {
    for (const std::string_view own : {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key",
                                       "Sec-WebSocket-Version", "Content-Length"}) {
      if (beast::iequals(own, beast::string_view(name.data(), name.size()))) return true;
    }
    return false;
  }

  void drop() {
    ErrorCode ignored;
    lowest_socket(stream_.next_layer()).close(ignored);
  }

  beast::websocket::stream<Stream, false> stream_;
  AsyncLock write_turn_;
  Deadline read_deadline_;
  Deadline write_deadline_;
  std::size_t queued_bytes_ = 0;
  bool closing_ = false;
};

template <class Stream>
Task<std::shared_ptr<WebSocket::Impl>> accept_web_socket_on(Stream stream, WebSocketStart start,
                                                            ErrorCode& error) {
  auto socket =
      std::make_shared<WebSocketStream<Stream>>(std::move(stream), start.message_bytes_max);
  co_await socket->accept(start, error);
  if (error) co_return nullptr;
  co_return socket;
}

template <class Stream>
Task<std::shared_ptr<WebSocket::Impl>> open_web_socket_on(Stream stream, WebSocketStart start,
                                                          HttpResponse& refusal, ErrorCode& error) {
  auto socket =
      std::make_shared<WebSocketStream<Stream>>(std::move(stream), start.message_bytes_max);
  co_await socket->open(start, refusal, error);
  if (error) co_return nullptr;
  co_return socket;
}

}  // namespace berth::net
