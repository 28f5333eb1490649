// ECS_TASK_METADATA_RPS_LIMIT: a token bucket for each client of the endpoint.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "agent/settings.h"
#include "base/clock.h"

namespace berth::agent {

/// Buckets hold `burst` tokens and get `steady` a second; a request takes one. At most `keys_max`
/// clients are remembered: beyond that those go whose buckets are full again, else the one that has
/// asked longest ago. Thread-safe.
class RateLimiter {
 public:
  static constexpr std::size_t kKeysMax = 4096;

  explicit RateLimiter(RateLimit limit, std::size_t keys_max = kKeysMax);

  /// Nothing where the request may go on; else after how many seconds (at least 1) there will be a
  /// token again. Time that goes back counts as time that stands.
  std::optional<std::chrono::seconds> refuse(const std::string& key, TimePoint now);

  /// How many clients are remembered.
  std::size_t keys() const;

 private:
  struct Bucket {
    double tokens;
    TimePoint filled_at;
  };

  double tokens_at(const Bucket& bucket, TimePoint now) const;
  void make_room(TimePoint now);

  const double steady_;
  const double burst_;
  const std::size_t keys_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace berth::agent
