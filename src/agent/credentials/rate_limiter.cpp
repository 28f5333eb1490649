// ECS_TASK_METADATA_RPS_LIMIT: a token bucket for each client of the endpoint.
#include "agent/credentials/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace berth::agent {

RateLimiter::RateLimiter(RateLimit limit, std::size_t keys_max)
    : steady_(limit.steady), burst_(limit.burst), keys_max_(keys_max) {}

double RateLimiter::tokens_at(const Bucket& bucket, TimePoint now) const {
  const std::chrono::duration<double> passed = now - bucket.filled_at;
  return std::min(burst_, bucket.tokens + std::max(passed.count(), 0.0) * steady_);
}

std::optional<std::chrono::seconds> RateLimiter::refuse(const std::string& key, TimePoint now) {
  const std::scoped_lock lock(mutex_);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= keys_max_) make_room(now);
    found = buckets_.emplace(key, Bucket{burst_, now}).first;
  }
  auto& bucket = found->second;
  bucket.tokens = tokens_at(bucket, now);
  bucket.filled_at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  const double seconds = steady_ > 0 ? std::ceil((1 - bucket.tokens) / steady_) : 60;
  return std::chrono::seconds(std::max(static_cast<long>(seconds), 1L));
}

void RateLimiter::make_room(TimePoint now) {
  auto oldest = buckets_.end();
  for (auto bucket = buckets_.begin(); bucket != buckets_.end();) {
    if (tokens_at(bucket->second, now) >= burst_) {
      bucket = buckets_.erase(bucket);
      continue;
    }
    if (oldest == buckets_.end() || bucket->second.filled_at < oldest->second.filled_at) {
      oldest = bucket;
    }
    ++bucket;
  }
  if (buckets_.size() >= keys_max_ && oldest != buckets_.end()) buckets_.erase(oldest);
}

std::size_t RateLimiter::keys() const {
  const std::scoped_lock lock(mutex_);
  return buckets_.size();
}

}  // namespace berth::agent
