// Public keys as JSON Web Keys give them, to verify the tokens of identity providers with.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

struct evp_pkey_st;

namespace berth::crypto {

/// How tokens are signed (RFC 7518, 3.1): RSASSA-PKCS1-v1_5, or ECDSA on the curve that goes with
/// the hash.
enum class SignatureAlgorithm { kRs256, kRs384, kRs512, kEs256, kEs384, kEs512 };

/// "RS256" and the like; nothing for all others, "none" and those of shared keys among them.
std::optional<SignatureAlgorithm> signature_algorithm(std::string_view name);

/// An RSA or EC key. Immutable; safe to use from several threads.
class PublicKey {
 public:
  /// Big-endian numbers (RFC 7518, 6.3.1). Nothing for a modulus of under 2,048 or over 8,192 bits,
  /// or an exponent that no key has.
  static std::optional<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
  /// The coordinates of a point of "P-256", "P-384" or "P-521", 32, 48 or 66 bytes each (RFC 7518,
  /// 6.2.1). Nothing where it is not on the curve.
  static std::optional<PublicKey> ec(std::string_view curve, std::string_view x,
                                     std::string_view y);

  /// Is the key of the kind, and on the curve, that the algorithm takes?
  bool fits(SignatureAlgorithm algorithm) const;
  /// `signature` as JSON Web Signatures hold it: for ECDSA r and s (RFC 7518, 3.4). False for a key
  /// that does not fit.
  bool verify(SignatureAlgorithm algorithm, std::string_view text,
              std::string_view signature) const;

 private:
  PublicKey(evp_pkey_st* key, std::size_t coordinate_bytes);
  bool verify_with(SignatureAlgorithm algorithm, std::string_view text,
                   std::string_view signature) const;

  std::shared_ptr<evp_pkey_st> key_;
  std::size_t coordinate_bytes_;  ///< 0: RSA
};

}  // namespace berth::crypto
