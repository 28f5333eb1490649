// The random source of production.
#include "crypto/random.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace berth::crypto {
namespace {

void generate(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
}

/// Bytes of the generator in stock, for a thread: each request is named by a few, and a call of the
/// generator costs as much as a thousand of them. Bytes that were given are wiped.
class Stock {
 public:
  void take(std::span<std::uint8_t> bytes) {
    if (bytes.size() > bytes_.size() - given_) {
      generate(bytes_);
      given_ = 0;
    }
    const auto from = std::span(bytes_).subspan(given_, bytes.size());
    std::copy(from.begin(), from.end(), bytes.begin());
    OPENSSL_cleanse(from.data(), from.size());
    given_ += bytes.size();
  }

 private:
  std::array<std::uint8_t, 1024> bytes_{};
  std::size_t given_ = bytes_.size();
};

constexpr std::size_t kFromStockMax = 64;

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  if (bytes.size() > kFromStockMax) return generate(bytes);
  thread_local Stock stock;
  stock.take(bytes);
}

}  // namespace berth::crypto
