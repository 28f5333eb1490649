// Datagrams in, answers out.
#include <atomic>

#include <boost/asio/basic_datagram_socket.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "net/listening.h"
#include "net/message_server.h"
#include "net/runtime.h"

namespace berth::net {
namespace {

using Udp = asio::ip::udp;
using UdpSocket = asio::basic_datagram_socket<Udp, Executor>;

constexpr std::chrono::milliseconds kPauseAfterError{20};

Result<void> bind_to(UdpSocket& socket, const std::string& address, std::uint16_t port) {
  ErrorCode error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return fail(server_fault("AddressNotAvailable", address + " is no IP address"));
  const Udp::endpoint endpoint(ip, port);
  socket.open(endpoint.protocol(), error);
  if (!error) socket.bind(endpoint, error);
  if (error) return fail(listen_fault(error, address, port));
  return {};
}

}  // namespace

class DatagramServer::Impl : public std::enable_shared_from_this<DatagramServer::Impl> {
 public:
  Impl(asio::io_context& context, MessageServerOptions options, MessageHandler handler)
      : context_(context), options_(std::move(options)), handler_(std::move(handler)) {}

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    auto socket = std::make_shared<UdpSocket>(context_.get_executor());
    BERTH_TRY(bind_to(*socket, address, port));
    const std::uint16_t bound = socket->local_endpoint().port();
    sockets_.push_back(socket);
    spawn(context_, receive(shared_from_this(), socket));
    return bound;
  }

  std::vector<int> native_handles() const {
    std::vector<int> handles;
    for (const auto& socket : sockets_) handles.push_back(socket->native_handle());
    return handles;
  }

  void stop() {
    if (stopped_.exchange(true)) return;
    asio::post(context_.get_executor(), [self = shared_from_this()] {
      ErrorCode ignored;
      for (const auto& socket : self->sockets_) socket->close(ignored);
    });
  }

 private:
  using SocketPtr = std::shared_ptr<UdpSocket>;

  static Task<void> receive(std::shared_ptr<Impl> self, SocketPtr socket) {
    // A byte more than is allowed tells a message of the largest size from one that was cut.
    std::string buffer(self->options_.message_bytes_max + 1, '\0');
    while (!self->stopped_) {
      Udp::endpoint from;
      ErrorCode error;
      const std::size_t size = co_await socket->async_receive_from(
          asio::buffer(buffer), from, asio::redirect_error(kAwait, error));
      if (self->stopped_) break;
      if (error) {
        co_await sleep_for(kPauseAfterError);
        continue;
      }
      const bool full = self->under_way_ >= self->options_.under_way_max;
      if (full || size > self->options_.message_bytes_max) continue;
      ++self->under_way_;
      spawn(self->context_, answer(self, socket, buffer.substr(0, size), from));
    }
  }

  static Task<void> answer(std::shared_ptr<Impl> self, SocketPtr socket, std::string message,
                           Udp::endpoint from) {
    ErrorCode ignored;
    const Udp::endpoint local = socket->local_endpoint(ignored);
    Peer peer;
    peer.address = from.address().to_string();
    peer.port = from.port();
    peer.local_address = local.address().to_string();
    peer.local_port = local.port();
    auto answered = co_await self->handler_(std::move(message), std::move(peer));
    --self->under_way_;
    if (!answered || self->stopped_) co_return;
    co_await socket->async_send_to(asio::buffer(*answered), from,
                                   asio::redirect_error(kAwait, ignored));
  }

  asio::io_context& context_;
  const MessageServerOptions options_;
  const MessageHandler handler_;
  std::vector<SocketPtr> sockets_;
  std::size_t under_way_ = 0;
  std::atomic<bool> stopped_{false};
};

DatagramServer::DatagramServer(asio::io_context& context, MessageServerOptions options,
                               MessageHandler handler)
    : impl_(std::make_shared<Impl>(context, std::move(options), std::move(handler))) {}

DatagramServer::~DatagramServer() {
  stop();
}

Result<std::uint16_t> DatagramServer::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}

std::vector<int> DatagramServer::native_handles() const {
  return impl_->native_handles();
}

void DatagramServer::stop() {
  impl_->stop();
}

}  // namespace berth::net
