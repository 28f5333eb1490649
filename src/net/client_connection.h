// How a client gets a connection: to a TCP port, over TLS, or to a unix socket.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/byte_stream.h"
#include "net/http_client.h"

namespace berth::net {

/// The TLS side of a client: its roots, read once.
class ClientTls {
 public:
  /// `ca_bundle_path` empty: the system's roots.
  explicit ClientTls(const std::string& ca_bundle_path);
  ~ClientTls();
  ssl_ctx_st* native() const { return context_; }

 private:
  ssl_ctx_st* context_;
};

/// Connects to `origin`. `tls` may be null where its kind is not kTls. Fault "ConnectionRefused",
/// "Timeout" or "Broken".
Task<Result<std::unique_ptr<ByteStream>>> connect_to(asio::io_context& context, Origin origin,
                                                     HttpClientOptions options,
                                                     const ClientTls* tls);

}  // namespace berth::net
