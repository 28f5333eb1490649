// The calling end of HTTP/1.1: Docker Engine over its unix socket, the control plane over TCP or
// TLS.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/asio.h"
#include "net/http.h"
#include "net/web_socket.h"

namespace berth::net {

/// Where to connect: "http://host:port", "https://host[:port]" or "unix:///path/to.sock".
struct Origin {
  enum class Kind { kTcp, kTls, kUnix };
  Kind kind = Kind::kTcp;
  std::string host;
  std::uint16_t port = 80;
  std::string socket_path;

  static Result<Origin> parse(std::string_view url);
  /// The Host header's value.
  std::string authority() const;
};

struct HttpClientOptions {
  std::chrono::milliseconds connect_timeout{5000};
  std::size_t response_bytes_max = 64 * 1024 * 1024;
  std::size_t idle_connections_max = 8;  ///< kept open per client
  std::string ca_bundle_path;            ///< for https; empty: the system's roots
  bool verify_tls = true;
};

/// A client of one origin with kept-alive connections. Use from one io_context.
class HttpClient {
 public:
  HttpClient(asio::io_context& context, Origin origin, HttpClientOptions options = {});
  ~HttpClient();

  /// Sends `request` (peer is ignored; Host and Content-Length are added where absent) and reads
  /// the whole answer. Faults: "ConnectionRefused", "Timeout", "Broken", "ResponseTooLarge". A
  /// request whose kept-alive connection turns out closed before a byte of the answer is sent again
  /// once.
  Task<Result<HttpResponse>> send(HttpRequest request, std::chrono::milliseconds deadline);

  /// The same, but hands the body on as it comes (chunked or not); `on_data` returns false to stop
  /// and close. The result's body is empty. `idle` bounds the time between two pieces.
  Task<Result<HttpResponse>> stream(HttpRequest request,
                                    std::function<bool(std::string_view)> on_data,
                                    std::chrono::milliseconds idle);
  /// The same where the body may come faster than it is used up: `ready` is awaited before each
  /// piece is read, so that the other end has to wait, too.
  Task<Result<HttpResponse>> stream(HttpRequest request,
                                    std::function<bool(std::string_view)> on_data,
                                    std::function<Task<void>()> ready,
                                    std::chrono::milliseconds idle);

  /// Opens a WebSocket: `request.target` and its headers (Host and others, as signed) go out as
  /// they are. A refused upgrade is Fault "UpgradeRefused" whose message holds status and body.
  Task<Result<WebSocket>> connect_web_socket(HttpRequest request,
                                             std::chrono::milliseconds deadline);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace berth::net
