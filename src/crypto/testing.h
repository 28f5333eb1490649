// For tests: an identity provider's key, which signs what public_key.h verifies.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "crypto/hash.h"

namespace berth::crypto::test_support {

/// A fresh key pair, RSA of 2,048 bits or EC.
class SigningKey {
 public:
  enum class Kind { kRsa, kP256, kP384, kP521 };

  explicit SigningKey(Kind kind)
      : kind_(kind), key_(kind == Kind::kRsa ? EVP_RSA_gen(2048) : EVP_EC_gen(curve())) {
    if (key_ == nullptr) std::abort();
  }
  ~SigningKey() { EVP_PKEY_free(key_); }
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  /// The algorithm of RFC 7518 that signs; for RSA the one of SHA-256.
  const char* algorithm() const {
    static constexpr const char* kNames[] = {"RS256", "ES256", "ES384", "ES512"};
    return kNames[static_cast<std::size_t>(kind_)];
  }
  const char* curve() const {
    static constexpr const char* kNames[] = {"", "P-256", "P-384", "P-521"};
    return kNames[static_cast<std::size_t>(kind_)];
  }

  /// A number of the public key as bytes: "n", "e", "qx", "qy".
  std::string number(const char* name) const {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key_, name, &value) != 1) std::abort();
    const int size = kind_ == Kind::kRsa ? BN_num_bytes(value) : coordinate_bytes();
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), size);
    BN_free(value);
    return bytes;
  }

  /// The public key as a JSON Web Key (RFC 7517).
  std::string jwk(std::string_view kid) const {
    if (kind_ == Kind::kRsa) {
      return fmt::format(R"({{"kty":"RSA","use":"sig","kid":"{}","n":"{}","e":"{}"}})", kid,
                         base64url_encode(number("n")), base64url_encode(number("e")));
    }
    return fmt::format(R"({{"kty":"EC","crv":"{}","kid":"{}","x":"{}","y":"{}"}})", curve(), kid,
                       base64url_encode(number("qx")), base64url_encode(number("qy")));
  }

  /// As JSON Web Signatures hold it.
  std::string sign(std::string_view text) const { return sign(text, algorithm()); }
  /// With the hash of another algorithm of the key's kind.
  std::string sign(std::string_view text, std::string_view with) const {
    const EVP_MD* const digest = with.ends_with("256")   ? EVP_sha256()
                                 : with.ends_with("384") ? EVP_sha384()
                                                         : EVP_sha512();
    std::string signature(512, '\0');
    std::size_t size = signature.size();
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, digest, nullptr, key_);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return kind_ == Kind::kRsa ? signature : raw(signature);
  }

  /// A whole token: header and claims, signed.
  std::string token(std::string_view kid, std::string_view claims) const {
    return token_of(fmt::format(R"({{"alg":"{}","typ":"JWT","kid":"{}"}})", algorithm(), kid),
                    claims);
  }
  /// The same with a header of one's own; what it says of the algorithm does not sign.
  std::string token_of(std::string_view header, std::string_view claims) const {
    const std::string input = base64url_encode(header) + "." + base64url_encode(claims);
    return input + "." + base64url_encode(sign(input));
  }

 private:
  int coordinate_bytes() const { return (EVP_PKEY_get_bits(key_) + 7) / 8; }

  std::string raw(const std::string& encoded) const {
    const int size = coordinate_bytes();
    const auto* bytes = reinterpret_cast<const unsigned char*>(encoded.data());
    ECDSA_SIG* const parts = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(encoded.size()));
    std::string signature(2 * static_cast<std::size_t>(size), '\0');
    auto* const out = reinterpret_cast<unsigned char*>(signature.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(parts), out, size);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts), out + size, size);
    ECDSA_SIG_free(parts);
    return signature;
  }

  Kind kind_;
  EVP_PKEY* key_;
};

}  // namespace berth::crypto::test_support
