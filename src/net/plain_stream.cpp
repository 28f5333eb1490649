// A connection without TLS: TCP from a client, or the Docker Engine's unix socket.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "net/byte_stream.h"
#include "net/web_socket_stream.h"

namespace berth::net {
namespace {

class PlainStream final : public ByteStream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
  }

  Task<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) override {
    return socket_.async_read_some(buffer, asio::redirect_error(kAwait, error));
  }

  std::size_t write_now(std::string_view bytes) override {
    ErrorCode error;
    const auto written = socket_.write_some(asio::buffer(bytes), error);
    return error ? 0 : written;
  }

  Task<std::size_t> write(std::array<asio::const_buffer, 2> buffers, ErrorCode& error) override {
    return asio::async_write(socket_, buffers, asio::redirect_error(kAwait, error));
  }

  Task<void> finish_sending() override {
    ErrorCode ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    co_return;
  }

  void close() override {
    ErrorCode ignored;
    socket_.close(ignored);
  }

  void reset() override {
    ErrorCode ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

  Socket& socket() override { return socket_; }

  Task<std::shared_ptr<WebSocket::Impl>> accept_web_socket(WebSocketStart start,
                                                           ErrorCode& error) override {
    return accept_web_socket_on(std::move(socket_), start, error);
  }

  Task<std::shared_ptr<WebSocket::Impl>> open_web_socket(WebSocketStart start,
                                                         HttpResponse& refusal,
                                                         ErrorCode& error) override {
    return open_web_socket_on(std::move(socket_), start, refusal, error);
  }

 private:
  Socket socket_;
};

}  // namespace

std::unique_ptr<ByteStream> make_plain_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

}  // namespace berth::net
