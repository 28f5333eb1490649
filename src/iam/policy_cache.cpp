// Parsing happens outside of the lock: two threads may compile a new text at once, and one stays.
#include "iam/policy_cache.h"

namespace berth::iam {

Result<std::shared_ptr<const Policy>> PolicyCache::parse(std::string_view document,
                                                         PolicyKind kind) {
  constexpr std::size_t kBytesMax = std::size_t{8} << 20;
  std::string key;
  key.reserve(document.size() + 1);
  key += static_cast<char>('0' + static_cast<int>(kind));
  key += document;
  {
    const std::lock_guard lock(mutex_);
    const auto kept = policies_.find(key);
    if (kept != policies_.end()) return kept->second;
  }
  BERTH_ASSIGN(auto policy, parse_policy(std::string(document), kind));
  const std::lock_guard lock(mutex_);
  if (bytes_ + key.size() > kBytesMax) {
    policies_.clear();
    bytes_ = 0;
  }
  bytes_ += key.size();
  return policies_.emplace(std::move(key), std::move(policy)).first->second;
}

}  // namespace berth::iam
