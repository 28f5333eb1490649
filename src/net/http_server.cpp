// Listening and accepting: connections are spread over the io_contexts, one after the other.
#include "net/http_server.h"

#include <condition_variable>
#include <mutex>
#include <set>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "net/connection.h"
#include "net/listening.h"
#include "net/runtime.h"

namespace berth::net {
namespace {

constexpr std::chrono::milliseconds kFullPause{20};
constexpr std::chrono::seconds kDropGrace{2};

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<HttpServer::Impl> {
 public:
  Impl(std::vector<asio::io_context*> contexts, HttpServerOptions options, HttpHandler handler)
      : contexts_(std::move(contexts)),
        options_(std::make_shared<const HttpServerOptions>(std::move(options))),
        handler_(std::make_shared<const HttpHandler>(std::move(handler))) {}

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port) {
    auto acceptor = std::make_shared<Acceptor>(contexts_.front()->get_executor());
    BERTH_TRY(listen_on(*acceptor, address, port));
    const std::uint16_t bound = acceptor->local_endpoint().port();
    acceptors_.push_back(acceptor);
    spawn(*contexts_.front(), accept(shared_from_this(), acceptor));
    return bound;
  }

  std::vector<int> native_handles() const {
    std::vector<int> handles;
    for (const auto& acceptor : acceptors_) handles.push_back(acceptor->native_handle());
    return handles;
  }

  /// Returns at once: no connection is accepted any more, all are told `what`.
  void end(void (Connection::*what)()) {
    stopped_ = true;
    // Acceptors are used on their context only; what that accepts meanwhile is told as well.
    asio::post(contexts_.front()->get_executor(), [self = shared_from_this(), what] {
      ErrorCode ignored;
      for (const auto& acceptor : self->acceptors_) acceptor->close(ignored);
      self->tell_all(what);
      const std::scoped_lock lock(self->mutex_);
      self->told_ = true;
      self->changed_.notify_all();
    });
  }

  void stop(std::chrono::milliseconds grace) {
    end(&Connection::finish);
    if (wait_for_none(grace)) return;
    tell_all(&Connection::drop);
    wait_for_none(kDropGrace);
  }

 private:
  using ConnectionPtr = std::shared_ptr<Connection>;

  static Task<void> accept(std::shared_ptr<Impl> self, std::shared_ptr<Acceptor> acceptor) {
    std::size_t turn = 0;
    while (!self->stopped_) {
      asio::io_context& context = *self->contexts_[turn++ % self->contexts_.size()];
      TcpSocket socket(context.get_executor());
      ErrorCode error;
      co_await acceptor->async_accept(socket, asio::redirect_error(kAwait, error));
      if (self->stopped_) break;
      if (error) {
        co_await sleep_for(kFullPause);  // out of descriptors: wait for some to close
        continue;
      }
      self->take(std::move(socket), context);
      while (self->count() >= self->options_->connections_max && !self->stopped_) {
        co_await sleep_for(kFullPause);
      }
    }
  }

  void take(TcpSocket socket, asio::io_context& context) {
    Peer peer = peer_of(socket);
    if (options_->accept_filter && !options_->accept_filter(socket.native_handle(), peer)) {
      return reset(socket);
    }
    ErrorCode ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(Socket(std::move(socket)), std::move(peer),
                                                   options_, handler_);
    {
      const std::scoped_lock lock(mutex_);
      connections_.insert(connection);
    }
    spawn(context, serve(shared_from_this(), std::move(connection)));
  }

  static Task<void> serve(std::shared_ptr<Impl> self, ConnectionPtr connection) {
    co_await connection->run();
    const std::scoped_lock lock(self->mutex_);
    self->connections_.erase(connection);
    if (self->connections_.empty()) self->changed_.notify_all();
  }

  std::size_t count() {
    const std::scoped_lock lock(mutex_);
    return connections_.size();
  }

  void tell_all(void (Connection::*what)()) {
    const std::scoped_lock lock(mutex_);
    for (const ConnectionPtr& connection : connections_) {
      asio::post(connection->executor(), [connection, what] { (connection.get()->*what)(); });
    }
  }

  bool wait_for_none(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return told_ && connections_.empty(); });
  }

  std::vector<asio::io_context*> contexts_;
  std::shared_ptr<const HttpServerOptions> options_;
  std::shared_ptr<const HttpHandler> handler_;
  std::vector<std::shared_ptr<Acceptor>> acceptors_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<ConnectionPtr> connections_;
  bool told_ = false;
};

HttpServer::HttpServer(std::vector<asio::io_context*> contexts, HttpServerOptions options,
                       HttpHandler handler)
    : impl_(std::make_shared<Impl>(std::move(contexts), std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() {
  impl_->end(&Connection::drop);
}

Result<std::uint16_t> HttpServer::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}

std::vector<int> HttpServer::native_handles() const {
  return impl_->native_handles();
}

void HttpServer::stop(std::chrono::milliseconds grace) {
  impl_->stop(grace);
}

}  // namespace berth::net
