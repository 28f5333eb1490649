// The random source of production.
#include "crypto/random.h"

#include <cstdlib>

#include <openssl/rand.h>

namespace berth::crypto {

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
}

}  // namespace berth::crypto
