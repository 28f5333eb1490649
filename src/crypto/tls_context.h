// What a TLS server presents: a certificate for each name that is asked for.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "crypto/authority.h"

struct ssl_ctx_st;
struct ssl_st;

namespace berth::crypto {

/// A server's context (TLS 1.2 and 1.3). Safe to use from several threads at once.
class TlsContext {
 public:
  /// The same certificate whoever asks.
  explicit TlsContext(Certificate certificate);

  /// Gives the certificate for a name of SNI; an empty Result's fault refuses the handshake.
  using CertificateFor = std::function<Result<Certificate>(const std::string& server_name)>;
  /// Certificates are kept once made, at most a few hundred. A handshake without SNI is refused.
  explicit TlsContext(CertificateFor certificate_for);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  ssl_ctx_st* native() const { return context_; }

 private:
  class Names;
  static int choose(ssl_st* ssl, int* alert, void* names);

  ssl_ctx_st* context_;
  std::unique_ptr<Names> names_;
};

}  // namespace berth::crypto
