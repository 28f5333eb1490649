// One question to another server of short messages: how a name that is not Berth's is looked up.
#include <fmt/format.h>
#include <boost/asio/basic_datagram_socket.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/deadline.h"
#include "net/message_server.h"
#include "net/message_stream.h"

namespace berth::net {
namespace {

using Udp = asio::ip::udp;
using UdpSocket = asio::basic_datagram_socket<Udp, Executor>;

constexpr std::size_t kAnswerMessageBytesMax = 65535;

Fault ask_fault(bool late, const ErrorCode& error, const std::string& address, std::uint16_t port) {
  if (late) return server_fault("Timeout", fmt::format("no answer from {}:{}", address, port));
  const bool refused = error == asio::error::connection_refused;
  return server_fault(refused ? "ConnectionRefused" : "Broken",
                      fmt::format("{}:{} does not answer: {}", address, port,
                                  error ? error.message() : "it closed the connection"));
}

}  // namespace

Task<Result<std::string>> ask_by_datagram(std::string address, std::uint16_t port,
                                          std::string message,
                                          std::function<bool(std::string_view)> is_answer,
                                          std::chrono::milliseconds deadline) {
  const auto executor = co_await asio::this_coro::executor;
  UdpSocket socket(executor);
  Deadline limit(executor, [&socket] {
    ErrorCode ignored;
    socket.close(ignored);
  });
  limit.expires_after(deadline);
  ErrorCode error;
  const auto ip = asio::ip::make_address(address, error);
  // Connected: the kernel drops what others send, and says where nothing listens.
  const Udp::endpoint endpoint(ip, port);
  if (!error) socket.connect(endpoint, error);
  if (!error) {
    co_await socket.async_send(asio::buffer(message), asio::redirect_error(kAwait, error));
  }
  std::string buffer(kAnswerMessageBytesMax, '\0');
  while (!error) {
    const std::size_t size =
        co_await socket.async_receive(asio::buffer(buffer), asio::redirect_error(kAwait, error));
    if (!error && is_answer({buffer.data(), size})) co_return buffer.substr(0, size);
  }
  co_return fail(ask_fault(limit.expired(), error, address, port));
}

Task<Result<std::string>> ask_by_stream(std::string address, std::uint16_t port,
                                        std::string message, std::chrono::milliseconds deadline) {
  const auto executor = co_await asio::this_coro::executor;
  TcpSocket socket(executor);
  Deadline limit(executor, [&socket] {
    ErrorCode ignored;
    socket.close(ignored);
  });
  limit.expires_after(deadline);
  ErrorCode error;
  const auto ip = asio::ip::make_address(address, error);
  const asio::ip::tcp::endpoint endpoint(ip, port);
  if (!error) co_await socket.async_connect(endpoint, asio::redirect_error(kAwait, error));
  bool sent = false;
  if (!error) sent = co_await write_message(socket, std::move(message));
  if (sent) {
    auto answer = co_await read_message(socket, kAnswerMessageBytesMax);
    if (answer) co_return std::move(*answer);
  }
  co_return fail(ask_fault(limit.expired(), error, address, port));
}

}  // namespace berth::net
