// A connection with TLS: a browser or a CLI, and the relay of a task's API calls.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "net/byte_stream.h"
#include "net/web_socket_stream.h"

namespace berth::net {
namespace {

namespace ssl = asio::ssl;

bool is_address(const std::string& host) {
  ErrorCode error;
  asio::ip::make_address(host, error);
  return !error;
}

class TlsStream final : public TlsByteStream {
 public:
  TlsStream(Socket socket, ssl_ctx_st* context) : stream_(std::move(socket), SSL_new(context)) {}

  Task<void> accept(std::string_view received, ErrorCode& error) override {
    co_await stream_.async_handshake(ssl::stream_base::server, asio::buffer(received),
                                     asio::redirect_error(kAwait, error));
  }

  Task<void> connect(const std::string& host, bool verify, ErrorCode& error) override {
    // A name in SNI is a DNS name, never an address (RFC 6066).
    SSL* native = stream_.native_handle();
    if (is_address(host)) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(native), host.c_str());
    } else {
      SSL_set_tlsext_host_name(native, host.c_str());
      SSL_set1_host(native, host.c_str());
    }
    stream_.set_verify_mode(verify ? ssl::verify_peer : ssl::verify_none, error);
    if (error) co_return;
    co_await stream_.async_handshake(ssl::stream_base::client, asio::redirect_error(kAwait, error));
  }

  Task<std::size_t> read_some(asio::mutable_buffer buffer, ErrorCode& error) override {
    return stream_.async_read_some(buffer, asio::redirect_error(kAwait, error));
  }

  std::size_t write_now(std::string_view) override { return 0; }

  Task<std::size_t> write(std::array<asio::const_buffer, 2> buffers, ErrorCode& error) override {
    return asio::async_write(stream_, buffers, asio::redirect_error(kAwait, error));
  }

  Task<void> finish_sending() override {
    ErrorCode ignored;
    co_await stream_.async_shutdown(asio::redirect_error(kAwait, ignored));
  }

  void close() override {
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
  }

  void reset() override {
    ErrorCode ignored;
    stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    stream_.next_layer().close(ignored);
  }

  Socket& socket() override { return stream_.next_layer(); }

  std::string server_name() const override {
    auto* native = const_cast<ssl::stream<Socket>&>(stream_).native_handle();
    const char* name = SSL_get_servername(native, TLSEXT_NAMETYPE_host_name);
    return name != nullptr ? name : "";
  }

  Task<std::shared_ptr<WebSocket::Impl>> accept_web_socket(WebSocketStart start,
                                                           ErrorCode& error) override {
    return accept_web_socket_on(std::move(stream_), start, error);
  }

  Task<std::shared_ptr<WebSocket::Impl>> open_web_socket(WebSocketStart start,
                                                         HttpResponse& refusal,
                                                         ErrorCode& error) override {
    return open_web_socket_on(std::move(stream_), start, refusal, error);
  }

 private:
  ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<TlsByteStream> make_tls_stream(Socket socket, ssl_ctx_st* context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

}  // namespace berth::net
