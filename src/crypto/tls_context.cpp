// Certificates are chosen in SNI's callback, before the handshake goes on.
#include "crypto/tls_context.h"

#include <mutex>
#include <unordered_map>

#include <openssl/ssl.h>

namespace berth::crypto {
namespace {

constexpr std::size_t kKeptMax = 512;

SSL_CTX* make_context() {
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  return context;
}

}  // namespace

class TlsContext::Names {
 public:
  explicit Names(CertificateFor certificate_for) : certificate_for_(std::move(certificate_for)) {}

  Result<Certificate> find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(name);
    if (found != kept_.end()) return found->second;
    BERTH_ASSIGN(Certificate made, certificate_for_(name));
    if (kept_.size() >= kKeptMax) kept_.clear();
    kept_.emplace(name, made);
    return made;
  }

 private:
  CertificateFor certificate_for_;
  std::mutex mutex_;
  std::unordered_map<std::string, Certificate> kept_;
};

TlsContext::TlsContext(Certificate certificate) : context_(make_context()) {
  SSL_CTX_use_certificate(context_, certificate.x509.get());
  SSL_CTX_use_PrivateKey(context_, certificate.key.get());
}

TlsContext::TlsContext(CertificateFor certificate_for)
    : context_(make_context()), names_(std::make_unique<Names>(std::move(certificate_for))) {
  SSL_CTX_set_tlsext_servername_callback(context_, &TlsContext::choose);
  SSL_CTX_set_tlsext_servername_arg(context_, names_.get());
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

int TlsContext::choose(ssl_st* ssl, int* alert, void* names) {
  *alert = SSL_AD_UNRECOGNIZED_NAME;
  const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name == nullptr) return SSL_TLSEXT_ERR_ALERT_FATAL;
  const auto certificate = static_cast<Names*>(names)->find(name);
  if (!certificate) return SSL_TLSEXT_ERR_ALERT_FATAL;
  SSL_use_certificate(ssl, certificate->x509.get());
  SSL_use_PrivateKey(ssl, certificate->key.get());
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace berth::crypto
