// Digests, message authentication and text encodings: OpenSSL's, with the algorithms fetched once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berth::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4).
Digest sha256(std::string_view data);
/// HMAC-SHA-256 (RFC 2104). The result may be a key for the next one.
Digest hmac_sha256(std::string_view key, std::string_view data);

/// A digest as bytes in a string_view, for use as key or data.
inline std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Lower-case hexadecimal.
std::string hex(std::string_view bytes);
inline std::string hex(const Digest& digest) {
  return hex(as_text(digest));
}

/// RFC 4648 with padding.
std::string base64_encode(std::string_view bytes);
/// Nothing where the text is not base64 with padding.
std::optional<std::string> base64_decode(std::string_view text);
/// RFC 4648, URL and file name safe alphabet, without padding.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);

/// Whether both are equal, in a time that depends on their length alone.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace berth::crypto
