// What a TLS server presents: a certificate for each name that is asked for.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/authority.h"

struct ssl_ctx_st;
struct ssl_st;

namespace berth::crypto {

/// A server's context (TLS 1.2 and 1.3). Safe to use from several threads at once.
class TlsContext {
 public:
  /// The same certificate whoever asks.
  explicit TlsContext(Certificate certificate);

  /// Gives the certificate for a name of SNI, which comes in lower case; a fault refuses the name.
  /// Called under a lock, one name at a time.
  using CertificateFor = std::function<Result<Certificate>(const std::string& server_name)>;
  /// Certificates are kept once made, at most a few hundred, until a day before they end. A
  /// handshake without SNI is refused, as is one for a refused name.
  explicit TlsContext(CertificateFor certificate_for);
  /// As above, but those who name nothing, or a refused name, are shown `fallback`.
  TlsContext(CertificateFor certificate_for, Certificate fallback);
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

/// Certificates of `authority` for the names that `serves` accepts. Fault "UnknownName" for others.
/// `clock` outlives what is returned.
TlsContext::CertificateFor certificates_of(std::shared_ptr<const Authority> authority,
                                           std::function<bool(std::string_view)> serves,
                                           const Clock& clock);

}  // namespace berth::crypto
