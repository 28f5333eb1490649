// One open connection below HTTP: plain TCP, a unix socket or TLS, behind one interface.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/system/error_code.hpp>

#include "net/asio.h"
#include "net/http.h"
#include "net/web_socket.h"

struct ssl_ctx_st;

namespace berth::net {

using ErrorCode = boost::system::error_code;
/// Any connected stream socket, TCP or unix.
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;

/// What a WebSocket handshake needs of the stream that it takes over.
struct WebSocketStart {
  const HttpRequest& request;
  std::size_t message_bytes_max = 1024 * 1024;
  std::chrono::milliseconds deadline{10000};
};

/// Bytes to and from one peer. The virtual functions hand on Asio's own awaitables, so that the
/// interface costs a virtual call and no coroutine. Not thread-safe.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Reads what is there, at least a byte. 0 only with `error` set (asio::error::eof at the end).
  virtual Task<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) = 0;
  /// Writes without waiting as much as the kernel takes at once; 0 where that is not possible.
  virtual std::size_t write_now(std::string_view bytes) = 0;
  /// Writes both buffers whole.
  virtual Task<std::size_t> write(std::array<asio::const_buffer, 2> buffers, ErrorCode& error) = 0;
  /// Says that nothing more will be sent; what the peer sends may still be read.
  virtual Task<void> finish_sending() = 0;
  /// Drops the connection; operations under way end with an error.
  virtual void close() = 0;
  /// Closes so that the peer sees a reset.
  virtual void reset() = 0;
  virtual Socket& socket() = 0;
  /// The name in TLS' SNI, or empty.
  virtual std::string server_name() const { return {}; }

  /// Answers the upgrade request and turns the connection into a WebSocket; null with `error` set
  /// where that fails (a request that is no valid upgrade has been answered then).
  virtual Task<std::shared_ptr<WebSocket::Impl>> accept_web_socket(WebSocketStart start,
                                                                   ErrorCode& error) = 0;
  /// Sends the upgrade request. Where the server declines, `refusal` holds its answer.
  virtual Task<std::shared_ptr<WebSocket::Impl>> open_web_socket(WebSocketStart start,
                                                                 HttpResponse& refusal,
                                                                 ErrorCode& error) = 0;
};

std::unique_ptr<ByteStream> make_plain_stream(Socket socket);

/// TLS' own handshake on top: `handshake` must succeed before anything else is called.
class TlsByteStream : public ByteStream {
 public:
  /// As a server; `received` are bytes that were read off the socket already.
  virtual Task<void> accept(std::string_view received, ErrorCode& error) = 0;
  /// As a client; verifies the certificate against `host` unless `verify` is false.
  virtual Task<void> connect(const std::string& host, bool verify, ErrorCode& error) = 0;
};

/// `context` is shared by reference count (OpenSSL's own).
std::unique_ptr<TlsByteStream> make_tls_stream(Socket socket, ssl_ctx_st* context);

}  // namespace berth::net
