// Certificates are chosen in SNI's callback, before the handshake goes on.
#include "crypto/tls_context.h"

#include <cstdlib>
#include <ctime>
#include <mutex>
#include <unordered_map>

#include <openssl/ssl.h>

namespace berth::crypto {
namespace {

constexpr std::size_t kKeptMax = 512;
constexpr std::time_t kRenewedSeconds = 86'400;

SSL_CTX* make_context() {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr) std::abort();  // out of memory
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  return context;
}

void use(SSL_CTX* context, const Certificate& certificate) {
  SSL_CTX_use_certificate(context, certificate.x509.get());
  SSL_CTX_use_PrivateKey(context, certificate.key.get());
}

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool ends_soon(const Certificate& certificate) {
  std::time_t limit = std::time(nullptr) + kRenewedSeconds;
  return X509_cmp_time(X509_get0_notAfter(certificate.x509.get()), &limit) <= 0;
}

}  // namespace

class TlsContext::Names {
 public:
  Names(CertificateFor certificate_for, bool has_fallback)
      : certificate_for_(std::move(certificate_for)), has_fallback_(has_fallback) {}

  Result<Certificate> find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(name);
    if (found != kept_.end() && !ends_soon(found->second)) return found->second;
    BERTH_ASSIGN(Certificate made, certificate_for_(name));
    if (kept_.size() >= kKeptMax) kept_.clear();
    kept_.insert_or_assign(name, made);
    return made;
  }

  bool has_fallback() const { return has_fallback_; }

 private:
  CertificateFor certificate_for_;
  bool has_fallback_;
  std::mutex mutex_;
  std::unordered_map<std::string, Certificate> kept_;
};

TlsContext::TlsContext(Certificate certificate) : context_(make_context()) {
  use(context_, certificate);
}

TlsContext::TlsContext(CertificateFor certificate_for)
    : context_(make_context()), names_(std::make_unique<Names>(std::move(certificate_for), false)) {
  SSL_CTX_set_tlsext_servername_callback(context_, &TlsContext::choose);
  SSL_CTX_set_tlsext_servername_arg(context_, names_.get());
}

TlsContext::TlsContext(CertificateFor certificate_for, Certificate fallback)
    : context_(make_context()), names_(std::make_unique<Names>(std::move(certificate_for), true)) {
  use(context_, fallback);
  SSL_CTX_set_tlsext_servername_callback(context_, &TlsContext::choose);
  SSL_CTX_set_tlsext_servername_arg(context_, names_.get());
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

int TlsContext::choose(ssl_st* ssl, int* alert, void* names) {
  auto& chooser = *static_cast<Names*>(names);
  *alert = SSL_AD_UNRECOGNIZED_NAME;
  // NOACK goes on with the context's own certificate.
  const int otherwise = chooser.has_fallback() ? SSL_TLSEXT_ERR_NOACK : SSL_TLSEXT_ERR_ALERT_FATAL;
  const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name == nullptr) return otherwise;
  const auto certificate = chooser.find(lower(name));
  if (!certificate) return otherwise;
  SSL_use_certificate(ssl, certificate->x509.get());
  SSL_use_PrivateKey(ssl, certificate->key.get());
  return SSL_TLSEXT_ERR_OK;
}

TlsContext::CertificateFor certificates_of(std::shared_ptr<const Authority> authority,
                                           std::function<bool(std::string_view)> serves,
                                           const Clock& clock) {
  return [authority = std::move(authority), serves = std::move(serves),
          &clock](const std::string& name) -> Result<Certificate> {
    if (!serves(name)) return fail(client_fault("UnknownName", name + " is not served here"));
    return authority->issue(name, clock.now());
  };
}

}  // namespace berth::crypto
