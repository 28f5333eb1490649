// Servers of short messages, over UDP and over TCP: what answers DNS queries inside tasks.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/asio.h"
#include "net/http.h"

namespace berth::net {

/// Answers one message; nothing: there is no answer (over TCP the connection closes then). Runs on
/// the server's io_context. Must not throw.
using MessageHandler = std::function<Task<std::optional<std::string>>(std::string, Peer)>;

struct MessageServerOptions {
  std::size_t message_bytes_max = 4096;
  /// Messages being answered; further datagrams are dropped, further streams wait in the kernel.
  std::size_t under_way_max = 512;
  /// TCP only: for the next message to come in whole, and for an answer to go out.
  std::chrono::milliseconds idle_timeout{10000};
  /// TCP only: may be empty; (native socket handle, peer). A refused connection is reset.
  std::function<bool(int, const Peer&)> accept_filter;
};

/// One datagram, one answer. All on one io_context, which outlives the server.
class DatagramServer {
 public:
  DatagramServer(asio::io_context& context, MessageServerOptions options, MessageHandler handler);
  /// As stop().
  ~DatagramServer();
  DatagramServer(const DatagramServer&) = delete;
  DatagramServer& operator=(const DatagramServer&) = delete;

  /// Binds; port 0 takes a free one. Faults and result as HttpServer::listen().
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  /// In the order of listen(): for socket filters.
  std::vector<int> native_handles() const;
  /// Any thread; returns at once. Answers under way are not sent any more.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

/// The same over TCP: each message and each answer with its length in front, two bytes in network
/// order (RFC 1035, 4.2.2), one after the other on each connection.
class MessageStreamServer {
 public:
  MessageStreamServer(asio::io_context& context, MessageServerOptions options,
                      MessageHandler handler);
  /// As stop().
  ~MessageStreamServer();
  MessageStreamServer(const MessageStreamServer&) = delete;
  MessageStreamServer& operator=(const MessageStreamServer&) = delete;

  /// As HttpServer::listen().
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  /// In the order of listen(): for socket filters.
  std::vector<int> native_handles() const;
  /// Any thread; returns at once. Open connections are dropped.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

/// Sends one datagram to `address`:`port` and waits for the first one back that `is_answer` takes;
/// strays are dropped. Fault "Timeout", "ConnectionRefused" or "Broken".
Task<Result<std::string>> ask_by_datagram(std::string address, std::uint16_t port,
                                          std::string message,
                                          std::function<bool(std::string_view)> is_answer,
                                          std::chrono::milliseconds deadline);

/// Sends one message over a TCP connection of its own, with its length in front, and reads the one
/// that comes back. Faults as ask_by_datagram().
Task<Result<std::string>> ask_by_stream(std::string address, std::uint16_t port,
                                        std::string message, std::chrono::milliseconds deadline);

}  // namespace berth::net
