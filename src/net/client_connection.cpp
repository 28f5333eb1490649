// See client_connection.h.
#include "net/client_connection.h"

#include <fmt/format.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>

#include "net/deadline.h"

namespace berth::net {
namespace {

using Tcp = asio::ip::tcp;
using ClientSocket = asio::basic_stream_socket<Tcp, Executor>;
using Resolver = asio::ip::basic_resolver<Tcp, Executor>;
using Local = asio::local::stream_protocol;
using LocalSocket = asio::basic_stream_socket<Local, Executor>;

Fault connect_fault(const ErrorCode& error, const std::string& where) {
  if (error == asio::error::timed_out) {
    return server_fault("Timeout", fmt::format("connecting to {} took too long", where));
  }
  const bool refused = error == asio::error::connection_refused ||
                       error == boost::system::errc::no_such_file_or_directory;
  return server_fault(refused ? "ConnectionRefused" : "Broken",
                      fmt::format("cannot connect to {}: {}", where, error.message()));
}

Task<Result<Socket>> connect_unix(asio::io_context& context, const std::string& path) {
  LocalSocket socket(context.get_executor());
  ErrorCode error;
  co_await socket.async_connect(Local::endpoint(path), asio::redirect_error(kAwait, error));
  if (error) co_return fail(connect_fault(error, path));
  co_return Socket(std::move(socket));
}

Task<Result<Socket>> connect_tcp(asio::io_context& context, const Origin& origin,
                                 std::chrono::milliseconds timeout) {
  const std::string where = fmt::format("{}:{}", origin.host, origin.port);
  Resolver resolver(context.get_executor());
  ClientSocket socket(context.get_executor());
  Deadline deadline(context.get_executor(), [&] {
    resolver.cancel();
    ErrorCode ignored;
    socket.close(ignored);
  });
  deadline.expires_after(timeout);
  ErrorCode error;
  const auto found = co_await resolver.async_resolve(origin.host, std::to_string(origin.port),
                                                     asio::redirect_error(kAwait, error));
  if (!error) {
    co_await asio::async_connect(socket, found, asio::redirect_error(kAwait, error));
  }
  if (deadline.expired()) error = asio::error::timed_out;
  if (error) co_return fail(connect_fault(error, where));
  socket.set_option(Tcp::no_delay(true), error);
  co_return Socket(std::move(socket));
}

}  // namespace

ClientTls::ClientTls(const std::string& ca_bundle_path)
    : context_(SSL_CTX_new(TLS_client_method())) {
  SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  if (ca_bundle_path.empty()) {
    SSL_CTX_set_default_verify_paths(context_);
  } else {
    SSL_CTX_load_verify_file(context_, ca_bundle_path.c_str());
  }
}

ClientTls::~ClientTls() {
  SSL_CTX_free(context_);
}

Task<Result<std::unique_ptr<ByteStream>>> connect_to(asio::io_context& context, Origin origin,
                                                     HttpClientOptions options,
                                                     const ClientTls* tls) {
  if (origin.kind == Origin::Kind::kUnix) {
    auto socket = co_await connect_unix(context, origin.socket_path);
    if (!socket) co_return fail(socket.error());
    co_return make_plain_stream(std::move(*socket));
  }
  auto socket = co_await connect_tcp(context, origin, options.connect_timeout);
  if (!socket) co_return fail(socket.error());
  if (origin.kind == Origin::Kind::kTcp) co_return make_plain_stream(std::move(*socket));
  auto stream = make_tls_stream(std::move(*socket), tls->native());
  Deadline deadline(context.get_executor(), [&] { stream->close(); });
  deadline.expires_after(options.connect_timeout);
  ErrorCode error;
  co_await stream->connect(origin.host, options.verify_tls, error);
  if (deadline.expired()) error = asio::error::timed_out;
  if (error) co_return fail(connect_fault(error, origin.authority()));
  co_return std::unique_ptr<ByteStream>(std::move(stream));
}

}  // namespace berth::net
