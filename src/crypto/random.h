// The random source of production.
#pragma once

#include "base/random.h"

namespace berth::crypto {

/// OpenSSL's generator. Ends the process where it fails: nothing may be named or signed then.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace berth::crypto
