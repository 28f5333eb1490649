// Public keys as JSON Web Keys give them, to verify the tokens of identity providers with.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

struct evp_pkey_st;

namespace berth::crypto {

/// An RSA or EC P-256 key. Immutable; safe to use from several threads.
class PublicKey {
 public:
  /// Big-endian numbers (RFC 7518, 6.3.1). Nothing for a modulus of under 2,048 or over 8,192 bits,
  /// or an exponent that no key has.
  static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  /// The coordinates of a point of P-256, 32 bytes each (RFC 7518, 6.2.1). Nothing where it is not
  /// on the curve.
  static std::optional<PublicKey> p256(std::string_view x, std::string_view y);

  /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3). False for a key of the other kind.
  bool verify_rs256(std::string_view text, std::string_view signature) const;
  /// ECDSA on P-256 with SHA-256 (RFC 7518, 3.4): `signature` is r and s, 32 bytes each. False for
  /// a key of the other kind.
  bool verify_es256(std::string_view text, std::string_view signature) const;

 private:
  explicit PublicKey(evp_pkey_st* key);
  bool is(const char* algorithm) const;
  bool verify(std::string_view text, std::string_view signature) const;

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace berth::crypto
