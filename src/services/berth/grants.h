// What attached policies allow, held against what was called. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "iam/evaluate.h"

namespace berth::services::own {

/// Of one policy.
struct Grants {
  std::string policy;
  std::vector<std::string> used;     ///< allowed, and called
  std::vector<std::string> unused;   ///< allowed, and never called
  std::vector<std::string> unknown;  ///< as written: of services that Berth does not serve
};

/// Actions are those of the services that Berth serves, and what these ask beside their operations
/// (iam:PassRole). Resources and conditions are not looked at, nor what a Deny takes away: an
/// action counts as allowed where any statement allows it on anything.
std::vector<Grants> find_grants(const std::vector<::berth::iam::AttachedPolicy>& policies,
                                const std::set<std::string>& called_actions);

}  // namespace berth::services::own
