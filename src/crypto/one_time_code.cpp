// See one_time_code.h.
#include "crypto/one_time_code.h"

#include <cstdlib>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace berth::crypto {
namespace {

constexpr std::uint32_t kSixDigits = 1'000'000;

}  // namespace

std::string one_time_code(std::string_view seed, std::int64_t count) {
  unsigned char counter[8];
  for (int i = 0; i < 8; ++i) counter[i] = static_cast<unsigned char>(count >> (56 - 8 * i));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(EVP_sha1(), seed.data(), static_cast<int>(seed.size()), counter, sizeof counter, digest,
           &size) == nullptr) {
    std::abort();  // OpenSSL without SHA-1 cannot do what RFC 4226 asks
  }
  const unsigned offset = digest[size - 1] & 15U;
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number = number << 8 | digest[offset + i];
  return fmt::format("{:06}", (number & 0x7fffffffU) % kSixDigits);
}

std::string base32_encode(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char c : bytes) {
    pending = pending << 8 | static_cast<unsigned char>(c);
    bits += 8;
    for (; bits >= 5; bits -= 5) text += kDigits[pending >> (bits - 5) & 31];
  }
  if (bits > 0) text += kDigits[pending << (5 - bits) & 31];
  return text;
}

}  // namespace berth::crypto
