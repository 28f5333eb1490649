// What users and roles have in common: inline policies, attached policies, a boundary.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// A user or a role as the holder of policies.
struct Owner {
  std::string id;
  std::string name;
  std::string kind;                       ///< "user" or "role": as messages say it
  std::size_t inline_characters_max = 0;  ///< of all inline policies together
  std::string attachments_quota;          ///< "PoliciesPerRole"
};
Owner owner_of(const store::UserRecord& user);
Owner owner_of(const store::RoleRecord& role);

/// Faults MalformedPolicyDocument and LimitExceeded.
Result<void> put_owner_policy(Context& context, const Owner& owner, std::string_view name,
                              const std::string& document);
/// The document. Fault NoSuchEntity.
Result<std::string> owner_policy(Context& context, const Owner& owner, std::string_view name);
/// Fault NoSuchEntity.
Result<void> remove_owner_policy(Context& context, const Owner& owner, std::string_view name);

/// Attaches a managed policy. Faults NoSuchEntity and LimitExceeded.
Result<void> attach_to_owner(Context& context, const Owner& owner, std::string_view policy_arn);
/// Fault NoSuchEntity where it is not attached.
Result<void> detach_from_owner(Context& context, const Owner& owner, std::string_view policy_arn);

/// The managed policies that the owner has, with paths that start with `path_prefix`, by ARN.
std::vector<aws::iam::AttachedPolicy> attached_policies(Context& context, const Owner& owner,
                                                        std::string_view path_prefix);

/// A managed policy that may serve as a boundary. Fault NoSuchEntity.
Result<void> check_boundary(Context& context, const std::optional<std::string>& policy_arn);

/// DeleteConflict where the owner has inline or attached policies.
Result<void> check_owner_is_bare(Context& context, const Owner& owner);

}  // namespace berth::services::iam
