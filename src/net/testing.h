// For tests: a server on a loopback port, and a client that sends exactly the bytes it is told to.
#pragma once

#include <atomic>
#include <cerrno>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/http_server.h"
#include "net/runtime.h"

namespace berth::net::test_support {

/// A blocking TCP connection to 127.0.0.1. Reads give up after five seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  /// Takes over an open connection.
  static RawClient adopt(int socket) { return RawClient(Adopted{socket}); }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// What comes until the other end closes; `error()` tells an orderly end (0) from others.
  std::string read_to_end() {
    while (read_piece()) {
    }
    return std::exchange(buffer_, {});
  }

  /// What comes up to and with `end`.
  std::string read_until(std::string_view end) {
    std::size_t at = 0;
    while ((at = buffer_.find(end)) == std::string::npos) {
      if (!read_piece()) return std::exchange(buffer_, {});
    }
    return take(at + end.size());
  }

  /// One answer with a Content-Length.
  std::string read_response() {
    const std::string head = read_until("\r\n\r\n");
    const auto at = head.find("Content-Length: ");
    if (at == std::string::npos) return head;
    const std::size_t length = std::stoul(head.substr(at + 16));
    while (buffer_.size() < length && read_piece()) {
    }
    return head + take(std::min(length, buffer_.size()));
  }

  std::string round_trip(std::string_view request) {
    send(request);
    return read_response();
  }

  int error() const { return error_; }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

 private:
  struct Adopted {
    int socket;
  };
  explicit RawClient(Adopted adopted) : socket_(adopted.socket), connected_(true) {
    const timeval limit{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  }

  bool read_piece() {
    char piece[4096];
    const auto got = ::recv(socket_, piece, sizeof(piece), 0);
    error_ = got < 0 ? errno : 0;
    if (got > 0) buffer_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  }

  std::string take(std::size_t size) {
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }

  int socket_;
  bool connected_ = false;
  int error_ = 0;
  std::string buffer_;
};

/// A server on TCP or on a unix socket that does with each connection what it is told to, one
/// connection after the other: (connection, its number from 0).
class RawServer {
 public:
  using Script = std::function<void(RawClient&, int)>;

  explicit RawServer(Script script) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    origin_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    start(std::move(script));
  }
  RawServer(const std::string& path, Script script) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    origin_ = "unix://" + path;
    start(std::move(script));
  }
  ~RawServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  const std::string& url() const { return origin_; }
  int connections() const { return connections_; }

 private:
  void start(Script script) {
    ::listen(socket_, 16);
    thread_ = std::thread([this, script = std::move(script)] {
      for (;;) {
        const int accepted = ::accept(socket_, nullptr, nullptr);
        if (accepted < 0) return;
        RawClient connection = RawClient::adopt(accepted);
        script(connection, connections_++);
      }
    });
  }

  int socket_;
  std::string origin_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

/// Two contexts and a server on a free port of 127.0.0.1.
class TestServer {
 public:
  explicit TestServer(HttpHandler handler, HttpServerOptions options = {})
      : runtime_(2), server_(runtime_.contexts(), std::move(options), std::move(handler)) {
    port_ = server_.listen("127.0.0.1", 0).value_or(0);
  }
  ~TestServer() { server_.stop(std::chrono::milliseconds(100)); }

  std::uint16_t port() const { return port_; }
  HttpServer& server() { return server_; }
  Runtime& runtime() { return runtime_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  Runtime runtime_;
  HttpServer server_;
  std::uint16_t port_ = 0;
};

/// Answers with "METHOD target", then the body.
inline Task<HttpAnswer> echo(HttpRequest request) {
  HttpResponse response;
  response.body = request.method + " " + request.target + "\n" + request.body;
  co_return response;
}

/// Runs a coroutine on the runtime and gives back what it returns.
template <class T>
T run(Runtime& runtime, std::function<Task<T>()> task) {
  std::optional<T> result;
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    auto value = co_await task();
    result.emplace(std::move(value));
  });
  return std::move(*result);
}

}  // namespace berth::net::test_support
