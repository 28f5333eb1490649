// Codes of virtual MFA devices: what an authenticator app shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace berth::crypto {

/// The six digits of HOTP (RFC 4226, HMAC-SHA-1) for a count; TOTP (RFC 6238) counts the steps of
/// 30 seconds since 1970.
std::string one_time_code(std::string_view seed, std::int64_t count);

/// RFC 4648 base32, without padding where the length is a multiple of five: seeds as apps take
/// them.
std::string base32_encode(std::string_view bytes);

}  // namespace berth::crypto
