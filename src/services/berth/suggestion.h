// From calls to the smallest policy that allows them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/berth/calls_seen.h"

namespace berth::services::own {

enum class ResourceMode {
  kExact,   ///< as they were seen
  kByType,  ///< generalised by resource_rules.h
};

struct AppliedRule {
  std::string_view rule;
  std::string resource;    ///< what stands in the policy
  std::int32_t count = 0;  ///< of how many resources it was made
};

struct Suggestion {
  std::string document;  ///< an identity policy, version 2012-10-17, without whitespace
  std::vector<AppliedRule> rules;
};

/// Actions on the same resources share a statement; a resource that another one covers is left out.
/// iam:PassRole is bound to the service that the role was passed to, and nothing else has a
/// condition. `calls` is not empty.
Suggestion suggest(const CallsSeen& calls, ResourceMode mode);

}  // namespace berth::services::own
