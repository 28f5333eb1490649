// Randomness as a parameter: ids, keys, placement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>

namespace berth {

/// Where random bytes come from. Safe to call from any thread. The one that signs and names things
/// in production is crypto/random.h's; tests use SeededRandom.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// Reproducible and not secret: for tests and simulation. Not safe across threads.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mt19937_64 engine_;
};

/// `size` random hexadecimal digits, lower case: the form of task ids (32) and name suffixes.
std::string random_hex(Random& random, std::size_t size);

/// A random UUID (RFC 4122, version 4): request ids, credentials ids.
std::string random_uuid(Random& random);

/// `size` random characters of A-Z and 2-7: the tail of IAM's unique ids.
std::string random_base32(Random& random, std::size_t size);

/// `size` random characters of A-Z, a-z, 0-9, '+' and '/': secret access keys.
std::string random_base64_text(Random& random, std::size_t size);

}  // namespace berth
