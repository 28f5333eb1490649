// See public_key.h. Keys go into OpenSSL as parameters, so that no encoding of theirs is parsed.
#include "crypto/public_key.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace berth::crypto {
namespace {

constexpr int kModulusBitsMin = 2048;
constexpr int kModulusBitsMax = 8192;
constexpr int kExponentBitsMax = 64;

struct Curve {
  std::string_view name;  ///< as JSON Web Keys call it
  const char* group;      ///< as OpenSSL does
  std::size_t coordinate_bytes;
};
constexpr Curve kCurves[] = {
    {"P-256", "prime256v1", 32}, {"P-384", "secp384r1", 48}, {"P-521", "secp521r1", 66}};

/// What a row of RFC 7518's table takes; no coordinates: RSA.
struct Scheme {
  std::string_view name;
  SignatureAlgorithm algorithm;
  std::size_t coordinate_bytes;
  const EVP_MD* (*digest)();
};
constexpr Scheme kSchemes[] = {
    {"RS256", SignatureAlgorithm::kRs256, 0, EVP_sha256},
    {"RS384", SignatureAlgorithm::kRs384, 0, EVP_sha384},
    {"RS512", SignatureAlgorithm::kRs512, 0, EVP_sha512},
    {"ES256", SignatureAlgorithm::kEs256, 32, EVP_sha256},
    {"ES384", SignatureAlgorithm::kEs384, 48, EVP_sha384},
    {"ES512", SignatureAlgorithm::kEs512, 66, EVP_sha512},
};

const Scheme& scheme_of(SignatureAlgorithm algorithm) {
  return kSchemes[static_cast<std::size_t>(algorithm)];
}

template <auto Free>
struct Freeing {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Freeing<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freeing<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freeing<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freeing<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freeing<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freeing<ECDSA_SIG_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

EVP_PKEY* key_of(const char* algorithm, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return key;
}

/// A point on the curve, and in the right group.
bool is_sound(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  return context && EVP_PKEY_public_check(context.get()) == 1;
}

}  // namespace

std::optional<SignatureAlgorithm> signature_algorithm(std::string_view name) {
  for (const Scheme& scheme : kSchemes) {
    if (scheme.name == name) return scheme.algorithm;
  }
  return std::nullopt;
}

PublicKey::PublicKey(evp_pkey_st* key, std::size_t coordinate_bytes)
    : key_(key, EVP_PKEY_free), coordinate_bytes_(coordinate_bytes) {}

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > kModulusBitsMax / 8 + 1 || exponent.size() > kExponentBitsMax / 8) {
    return std::nullopt;
  }
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  if (!n || !e || BN_num_bits(n.get()) < kModulusBitsMin || !BN_is_odd(n.get()) ||
      !BN_is_odd(e.get()) || BN_is_one(e.get())) {
    return std::nullopt;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return std::nullopt;
  }
  EVP_PKEY* const key = key_of("RSA", builder.get());
  if (key == nullptr) return std::nullopt;
  return PublicKey(key, 0);
}

std::optional<PublicKey> PublicKey::ec(std::string_view curve, std::string_view x,
                                       std::string_view y) {
  const auto* const found = std::find_if(std::begin(kCurves), std::end(kCurves),
                                         [&](const Curve& each) { return each.name == curve; });
  if (found == std::end(kCurves)) return std::nullopt;
  const std::size_t bytes = found->coordinate_bytes;
  if (x.size() != bytes || y.size() != bytes) return std::nullopt;
  constexpr char kUncompressed = 4;
  const std::string point = kUncompressed + std::string(x) + std::string(y);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, found->group, 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return std::nullopt;
  }
  EVP_PKEY* const key = key_of("EC", builder.get());
  if (key == nullptr) return std::nullopt;
  PublicKey made(key, bytes);
  if (!is_sound(key)) return std::nullopt;
  return made;
}

bool PublicKey::fits(SignatureAlgorithm algorithm) const {
  return scheme_of(algorithm).coordinate_bytes == coordinate_bytes_;
}

bool PublicKey::verify_with(SignatureAlgorithm algorithm, std::string_view text,
                            std::string_view signature) const {
  const DigestContext context(EVP_MD_CTX_new());
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr, scheme_of(algorithm).digest(), nullptr,
                              key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

bool PublicKey::verify(SignatureAlgorithm algorithm, std::string_view text,
                       std::string_view signature) const {
  if (!fits(algorithm)) return false;
  if (coordinate_bytes_ == 0) return verify_with(algorithm, text, signature);
  if (signature.size() != 2 * coordinate_bytes_) return false;
  const EcSignature parts(ECDSA_SIG_new());
  Number r = number_of(signature.substr(0, coordinate_bytes_));
  Number s = number_of(signature.substr(coordinate_bytes_));
  if (!parts || !r || !s || ECDSA_SIG_set0(parts.get(), r.get(), s.get()) != 1) return false;
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(parts.get(), nullptr);
  if (size <= 0) return false;
  std::vector<std::uint8_t> encoded(static_cast<std::size_t>(size));
  unsigned char* out = encoded.data();
  i2d_ECDSA_SIG(parts.get(), &out);
  return verify_with(algorithm, text,
                     {reinterpret_cast<const char*>(encoded.data()), encoded.size()});
}

}  // namespace berth::crypto
