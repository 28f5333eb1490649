// For tests: waits for what another thread brings about, with a deadline.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace berth::agent::test_support {

/// True as soon as `condition` is; false once `patience` is over.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace berth::agent::test_support
