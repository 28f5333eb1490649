// Compiled policies, kept by their text: the same document is compiled once.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "iam/policy.h"

namespace berth::iam {

/// Safe to call from any thread. Holds texts of some megabytes at most: past that it starts anew.
class PolicyCache {
 public:
  /// As parse_policy(). Faults are not kept.
  Result<std::shared_ptr<const Policy>> parse(std::string_view document, PolicyKind kind);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Policy>> policies_;  ///< by kind and text
  std::size_t bytes_ = 0;                                                    ///< of all their texts
};

}  // namespace berth::iam
