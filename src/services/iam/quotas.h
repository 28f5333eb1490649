// The quotas of an account's IAM, as AWS sets them by default, and how exceeding one is said. See
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::services::iam {

/// A quota as messages name it, and how many it allows.
struct Quota {
  std::string_view name;
  std::int64_t max = 0;
};

inline constexpr Quota kUsersPerAccount{"UsersPerAccount", 5000};
inline constexpr Quota kGroupsPerAccount{"GroupsPerAccount", 300};
inline constexpr Quota kRolesPerAccount{"RolesPerAccount", 1000};
inline constexpr Quota kPoliciesPerAccount{"PoliciesPerAccount", 1500};
inline constexpr Quota kInstanceProfilesPerAccount{"InstanceProfilesPerAccount", 1000};
inline constexpr Quota kGroupsPerUser{"GroupsPerUser", 10};
inline constexpr Quota kAccessKeysPerUser{"AccessKeysPerUser", 2};
/// Attached managed policies.
inline constexpr Quota kPoliciesPerUser{"PoliciesPerUser", 10};
inline constexpr Quota kPoliciesPerGroup{"PoliciesPerGroup", 10};
inline constexpr Quota kPoliciesPerRole{"PoliciesPerRole", 10};
/// Characters that count (documents.h): of a managed policy's version, of a trust policy.
inline constexpr Quota kPolicySize{"PolicySize", 6144};
inline constexpr Quota kTrustPolicySize{"ACLSizePerRole", 2048};
/// Characters that count of all inline policies of one entity; the message is another.
inline constexpr std::int64_t kUserInlineCharactersMax = 2048;
inline constexpr std::int64_t kGroupInlineCharactersMax = 5120;
inline constexpr std::int64_t kRoleInlineCharactersMax = 10240;
inline constexpr std::int64_t kVersionsPerPolicyMax = 5;

/// LimitExceeded (409) where `count` is more than the quota allows: ask after the change, which the
/// fault undoes.
inline Result<void> check_quota(const Quota& quota, std::int64_t count) {
  if (count <= quota.max) return {};
  return fail(
      Fault{"LimitExceeded",
            "Cannot exceed quota for " + std::string(quota.name) + ": " + std::to_string(quota.max),
            409,
            {}});
}

}  // namespace berth::services::iam
