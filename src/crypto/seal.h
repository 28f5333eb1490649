// Authenticated encryption of small texts: session tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace berth::crypto {

inline constexpr std::size_t kSealKeyBytes = 32;
/// With which what was sealed begins: no two sealings have the same.
inline constexpr std::size_t kSealNonceBytes = 12;

/// AES-256-GCM (NIST SP 800-38D): nonce, ciphertext and tag in one string of bytes, 28 longer than
/// `plain`. `associated` is bound to it but not in it. `key` has kSealKeyBytes bytes.
std::string seal(std::string_view key, std::string_view plain, std::string_view associated,
                 Random& random);

/// What was sealed, or nothing where key, bytes or `associated` are not those of the sealing.
std::optional<std::string> open_seal(std::string_view key, std::string_view sealed,
                                     std::string_view associated);

}  // namespace berth::crypto
