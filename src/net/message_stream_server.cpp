// Messages over TCP in, answers out, one connection a coroutine.
#include <atomic>
#include <set>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "net/deadline.h"
#include "net/listening.h"
#include "net/message_server.h"
#include "net/message_stream.h"
#include "net/runtime.h"

namespace berth::net {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{20};

}  // namespace

class MessageStreamServer::Impl : public std::enable_shared_from_this<MessageStreamServer::Impl> {
 public:
  Impl(asio::io_context& context, MessageServerOptions options, MessageHandler handler)
      : context_(context), options_(std::move(options)), handler_(std::move(handler)) {}

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    auto acceptor = std::make_shared<Acceptor>(context_.get_executor());
    BERTH_TRY(listen_on(*acceptor, address, port));
    const std::uint16_t bound = acceptor->local_endpoint().port();
    acceptors_.push_back(acceptor);
    spawn(context_, accept(shared_from_this(), acceptor));
    return bound;
  }

  std::vector<int> native_handles() const {
    std::vector<int> handles;
    for (const auto& acceptor : acceptors_) handles.push_back(acceptor->native_handle());
    return handles;
  }

  void stop() {
    if (stopped_.exchange(true)) return;
    asio::post(context_.get_executor(), [self = shared_from_this()] {
      ErrorCode ignored;
      for (const auto& acceptor : self->acceptors_) acceptor->close(ignored);
      for (TcpSocket* socket : self->connections_) socket->close(ignored);
    });
  }

 private:
  static Task<void> accept(std::shared_ptr<Impl> self, std::shared_ptr<Acceptor> acceptor) {
    while (!self->stopped_) {
      TcpSocket socket(self->context_.get_executor());
      ErrorCode error;
      co_await acceptor->async_accept(socket, asio::redirect_error(kAwait, error));
      if (self->stopped_) break;
      if (error) {
        co_await sleep_for(kAcceptPause);  // out of descriptors: wait for some to close
        continue;
      }
      const bool wanted = !self->options_.accept_filter ||
                          self->options_.accept_filter(socket.native_handle(), peer_of(socket));
      if (wanted) {
        spawn(self->context_, serve(self, std::move(socket)));
      } else {
        reset(socket);
      }
      while (self->connections_.size() >= self->options_.under_way_max && !self->stopped_) {
        co_await sleep_for(kAcceptPause);
      }
    }
  }

  static Task<void> serve(std::shared_ptr<Impl> self, TcpSocket accepted) {
    TcpSocket socket(std::move(accepted));
    self->connections_.insert(&socket);
    const Peer peer = peer_of(socket);
    Deadline deadline(self->context_.get_executor(), [&socket] {
      ErrorCode ignored;
      socket.close(ignored);
    });
    while (!self->stopped_) {
      deadline.expires_after(self->options_.idle_timeout);
      auto message = co_await read_message(socket, self->options_.message_bytes_max);
      if (!message) break;
      deadline.clear();
      auto answered = co_await self->handler_(std::move(*message), peer);
      if (!answered) break;
      deadline.expires_after(self->options_.idle_timeout);
      const bool sent = co_await write_message(socket, std::move(*answered));
      if (!sent) break;
    }
    self->connections_.erase(&socket);
  }

  asio::io_context& context_;
  const MessageServerOptions options_;
  const MessageHandler handler_;
  std::vector<std::shared_ptr<Acceptor>> acceptors_;
  std::set<TcpSocket*> connections_;
  std::atomic<bool> stopped_{false};
};

MessageStreamServer::MessageStreamServer(asio::io_context& context, MessageServerOptions options,
                                         MessageHandler handler)
    : impl_(std::make_shared<Impl>(context, std::move(options), std::move(handler))) {}

MessageStreamServer::~MessageStreamServer() {
  stop();
}

Result<std::uint16_t> MessageStreamServer::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}

std::vector<int> MessageStreamServer::native_handles() const {
  return impl_->native_handles();
}

void MessageStreamServer::stop() {
  impl_->stop();
}

}  // namespace berth::net
