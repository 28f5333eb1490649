// See password_hash.h. The parameters stand in the text, so that they can grow and old hashes stay.
#include "crypto/password_hash.h"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "crypto/hash.h"

namespace berth::crypto {
namespace {

constexpr std::string_view kPrefix = "scrypt$15$8$1$";
constexpr std::uint64_t kCost = 1U << 15;
constexpr std::uint64_t kBlock = 8;
constexpr std::uint64_t kMemoryBytesMax = 64U << 20;
constexpr std::size_t kBytes = 32;
constexpr std::size_t kSaltBytes = 16;

std::string stretched(std::string_view password, std::string_view salt) {
  std::string out(kBytes, '\0');
  const int done = EVP_PBE_scrypt(password.data(), password.size(),
                                  reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                                  kCost, kBlock, 1, kMemoryBytesMax,
                                  reinterpret_cast<unsigned char*>(out.data()), out.size());
  if (done != 1) std::abort();  // no memory
  return out;
}

std::string hash_with(std::string_view password, std::string_view salt) {
  return fmt::format("{}{}${}", kPrefix, base64url_encode(salt),
                     base64url_encode(stretched(password, salt)));
}

/// Nothing for what hash_password does not make.
std::optional<std::string> salt_of(std::string_view hash) {
  if (hash.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  hash.remove_prefix(kPrefix.size());
  const std::size_t dollar = hash.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  return base64url_decode(hash.substr(0, dollar));
}

}  // namespace

std::string hash_password(std::string_view password, Random& random) {
  std::vector<std::uint8_t> bytes(kSaltBytes);
  random.fill(bytes);
  return hash_with(password, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string hash_password_like(std::string_view password, std::string_view hash) {
  const auto salt = salt_of(hash);
  if (!salt) std::abort();  // what the store keeps was made here
  return hash_with(password, *salt);
}

bool verify_password(std::string_view password, std::string_view hash) {
  const auto salt = salt_of(hash);
  return salt && equal_constant_time(hash_with(password, *salt), hash);
}

}  // namespace berth::crypto
