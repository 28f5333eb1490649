// X.509 by OpenSSL 3.
#include "crypto/authority.h"

#include <algorithm>
#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/random.h"

namespace berth::crypto {
namespace {

constexpr int kAuthorityDays = 3650;
constexpr int kLeafDays = 397;
/// Names below amazonaws.com, and no address at all (RFC 5280, 4.2.1.10: what is not mentioned is
/// not constrained).
constexpr const char* kNameConstraints =
    "critical,permitted;DNS:amazonaws.com,excluded;IP:0.0.0.0/0.0.0.0,"
    "excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0";
constexpr std::chrono::hours kRenewedEarly{30 * 24};
constexpr long kSecondsADay = 86'400;
constexpr long kBackdatedSeconds = 3600;
constexpr std::size_t kHostNameMax = 253;

Fault crypto_fault(const char* what) {
  return server_fault("CryptoError", what);
}

using KeyPtr = std::shared_ptr<EVP_PKEY>;
using X509Ptr = std::shared_ptr<X509>;

KeyPtr own(EVP_PKEY* key) {
  return KeyPtr(key, EVP_PKEY_free);
}
X509Ptr own(X509* certificate) {
  return X509Ptr(certificate, X509_free);
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
BioPtr memory() {
  return BioPtr(BIO_new(BIO_s_mem()), BIO_free);
}
BioPtr memory_of(const std::string& text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
}

bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), X509_EXTENSION_free);
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Extensions are written in OpenSSL's little language, where a comma begins another name.
bool is_host_name(const std::string& name) {
  return !name.empty() && name.size() <= kHostNameMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.';
         });
}

void fill_random(std::uint8_t* bytes, std::size_t size) {
  SystemRandom().fill({bytes, size});
}

struct Subject {
  std::string common_name;
  int days;
};

/// A certificate with names, times and key set, not yet signed.
X509Ptr begin_certificate(const Subject& subject, EVP_PKEY* key, TimePoint now) {
  auto certificate = own(X509_new());
  std::uint8_t serial[16];
  fill_random(serial, sizeof serial);
  serial[0] &= 0x7f;
  std::unique_ptr<BIGNUM, decltype(&BN_free)> number(BN_bin2bn(serial, sizeof serial, nullptr),
                                                     BN_free);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
  X509_set_version(certificate.get(), X509_VERSION_3);
  const std::time_t begin = to_epoch_ms(now) / 1000 - kBackdatedSeconds;
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), begin);
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), begin + subject.days * kSecondsADay);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(subject.common_name.c_str()),
                             -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

Result<std::string> pem_of(X509* certificate) {
  const auto bio = memory();
  if (PEM_write_bio_X509(bio.get(), certificate) != 1) return fail(crypto_fault("no PEM"));
  return text_of(bio.get());
}

Result<void> save(const std::string& base, const Certificate& certificate) {
  const auto bio = memory();
  if (PEM_write_bio_PrivateKey(bio.get(), certificate.key.get(), nullptr, nullptr, 0, nullptr,
                               nullptr) != 1) {
    return fail(crypto_fault("a private key cannot be written"));
  }
  BERTH_TRY(write_file_atomically(base + ".key", text_of(bio.get()), 0600));
  BERTH_ASSIGN(const std::string pem, pem_of(certificate.x509.get()));
  return write_file_atomically(base + ".pem", pem, 0644);
}

/// Reads what save() wrote. "NotFound" where either file is missing.
Result<Certificate> load(const std::string& base) {
  BERTH_ASSIGN(const std::string key_text, read_file(base + ".key"));
  BERTH_ASSIGN(const std::string pem_text, read_file(base + ".pem"));
  const auto key_bio = memory_of(key_text);
  const auto pem_bio = memory_of(pem_text);
  Certificate certificate{own(PEM_read_bio_X509(pem_bio.get(), nullptr, nullptr, nullptr)),
                          own(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr))};
  const bool whole = certificate.x509 && certificate.key &&
                     X509_check_private_key(certificate.x509.get(), certificate.key.get()) == 1;
  if (!whole) return fail(crypto_fault("a certificate and its key do not go together"));
  return certificate;
}

bool ends_before(const Certificate& certificate, TimePoint limit) {
  std::time_t seconds = to_epoch_ms(limit) / 1000;
  return X509_cmp_time(X509_get0_notAfter(certificate.x509.get()), &seconds) <= 0;
}

Result<Certificate> make_self_signed(
    const Subject& subject, TimePoint now,
    std::initializer_list<std::pair<int, const char*>> extensions) {
  auto key = own(EVP_EC_gen("P-256"));
  if (!key) return fail(crypto_fault("no key can be made"));
  auto certificate = begin_certificate(subject, key.get(), now);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  for (const auto& [nid, value] : extensions) {
    if (!add_extension(certificate.get(), certificate.get(), nid, value)) {
      return fail(crypto_fault("an extension cannot be made"));
    }
  }
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
    return fail(crypto_fault("a certificate cannot be signed"));
  }
  return Certificate{std::move(certificate), std::move(key)};
}

}  // namespace

Result<std::shared_ptr<Authority>> Authority::open(const std::string& directory, TimePoint now) {
  const std::string base = directory + "/authority";
  auto kept = load(base);
  if (!kept && kept.error().code != "NotFound") return fail(kept.error());
  if (!kept) {
    std::uint8_t id[4];
    fill_random(id, sizeof id);
    const std::string name =
        "Berth local authority " + hex(std::string_view(reinterpret_cast<char*>(id), sizeof id));
    kept = make_self_signed({name, kAuthorityDays}, now,
                            {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                             {NID_key_usage, "critical,keyCertSign,cRLSign"},
                             {NID_subject_key_identifier, "hash"},
                             {NID_name_constraints, kNameConstraints}});
    if (!kept) return fail(kept.error());
    BERTH_TRY(save(base, *kept));
  }
  BERTH_ASSIGN(std::string pem, pem_of(kept->x509.get()));
  return std::shared_ptr<Authority>(new Authority(std::move(*kept), std::move(pem)));
}

Result<Certificate> Authority::issue(const std::string& host_name, TimePoint now) const {
  if (!is_host_name(host_name)) return fail(crypto_fault("not a host name"));
  auto key = own(EVP_EC_gen("P-256"));
  if (!key) return fail(crypto_fault("no key can be made"));
  // A common name is at most 64 characters (RFC 5280, upper bounds); clients read the SAN.
  auto certificate = begin_certificate({host_name.substr(0, 64), kLeafDays}, key.get(), now);
  X509* const issuer = own_.x509.get();
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
  const bool extended =
      add_extension(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature") &&
      add_extension(certificate.get(), issuer, NID_ext_key_usage, "serverAuth") &&
      add_extension(certificate.get(), issuer, NID_authority_key_identifier, "keyid") &&
      add_extension(certificate.get(), issuer, NID_subject_alt_name, "DNS:" + host_name);
  if (!extended || X509_sign(certificate.get(), own_.key.get(), EVP_sha256()) == 0) {
    return fail(crypto_fault("a certificate cannot be made"));
  }
  return Certificate{std::move(certificate), std::move(key)};
}

Result<Certificate> open_localhost_certificate(const std::string& directory, TimePoint now) {
  const std::string base = directory + "/localhost";
  auto kept = load(base);
  if (!kept && kept.error().code != "NotFound") return kept;
  if (kept && !ends_before(*kept, now + kRenewedEarly)) return kept;
  auto made = make_self_signed({"localhost", kAuthorityDays}, now,
                               {{NID_basic_constraints, "critical,CA:FALSE"},
                                {NID_key_usage, "critical,digitalSignature"},
                                {NID_ext_key_usage, "serverAuth"},
                                {NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1"}});
  if (!made) return made;
  BERTH_TRY(save(base, *made));
  return made;
}

}  // namespace berth::crypto
