// The listening end of HTTP/1.1, TLS on the same port where the client speaks it, and WebSocket
// upgrades: where a request's way begins.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "net/asio.h"
#include "net/http.h"
#include "net/web_socket.h"

namespace berth::crypto {
class TlsContext;
}

namespace berth::net {

/// The answer to a request that asks for an upgrade: what to do with the open socket.
struct WebSocketUpgrade {
  std::function<Task<void>(WebSocket)> serve;
  std::size_t message_bytes_max = 1024 * 1024;
};

/// Takes the body of an answer piece by piece. Use from the connection's io_context.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;

  /// Sends a piece. False once nobody takes any more: the client has gone, or has taken nothing for
  /// `HttpServerOptions::request_timeout`.
  virtual Task<bool> write(std::string piece) = 0;
  /// The server stops, or nobody takes any more: the body should end.
  virtual bool is_ending() const = 0;
};

/// An answer whose body is made while it is sent (chunked, RFC 9112 section 7.1): the head goes out
/// at once, then what `serve` writes, until it returns.
struct StreamedAnswer {
  HttpResponse head;  ///< its body is not looked at
  std::function<Task<void>(BodyWriter&)> serve;
};

using HttpAnswer = std::variant<HttpResponse, WebSocketUpgrade, StreamedAnswer>;

/// Answers one request. Runs on the connection's io_context. Must not throw.
using HttpHandler = std::function<Task<HttpAnswer>(HttpRequest)>;

/// The answer of that status to what is no request: 400, 413 or 431.
using HttpRefusal = std::function<HttpResponse(int status)>;

/// Says whether an accepted connection is to be served at all: (native socket handle, peer).
/// A refused one is reset without a byte.
using AcceptFilter = std::function<bool(int socket, const Peer& peer)>;

struct HttpServerOptions {
  std::size_t header_bytes_max = 64 * 1024;
  std::size_t body_bytes_max = 16 * 1024 * 1024;
  std::chrono::milliseconds idle_timeout{75000};     ///< between requests of one connection
  std::chrono::milliseconds request_timeout{30000};  ///< for a request's head and body to come in
  std::size_t connections_max = 10000;               ///< further ones wait in the kernel's queue
  std::shared_ptr<crypto::TlsContext> tls;           ///< null: plain HTTP only
  bool tls_required = false;                         ///< plain HTTP is answered with 400
  AcceptFilter accept_filter;                        ///< may be empty
  HttpRefusal refusal;                               ///< empty: the status alone
  std::string server_header;                         ///< value of `Server`, or empty for none
};

/// A server on one or several addresses. Oversized heads are answered 431, oversized bodies 413,
/// malformed requests 400, each with Connection: close.
class HttpServer {
 public:
  /// Connections are spread over `contexts` (one a core), which outlive the server.
  HttpServer(std::vector<asio::io_context*> contexts, HttpServerOptions options,
             HttpHandler handler);
  /// Without stop() before: closes what is open soon after, without waiting for it.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Binds and listens; port 0 takes a free one. Fault "AddressInUse" names address and port,
  /// "AddressNotAvailable", "AccessDenied" likewise. Returns the bound port.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  /// The native handles of the listening sockets, in the order of listen(): for socket filters.
  std::vector<int> native_handles() const;
  /// Stops accepting, lets requests under way finish for at most `grace`, then closes. Blocks; call
  /// it from a thread that runs none of the contexts, while they still run.
  void stop(std::chrono::milliseconds grace);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace berth::net
