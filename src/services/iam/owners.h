// What users, groups and roles have in common: inline policies, attached policies; of users and
// roles also a boundary.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "services/iam/quotas.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// A user, a group or a role as the holder of policies.
struct Owner {
  std::string id;
  std::string name;
  std::string_view kind;                   ///< "user", "group" or "role": as messages say it
  std::int64_t inline_characters_max = 0;  ///< of all inline policies together
  Quota attachments;                       ///< "PoliciesPerRole"
};
Owner owner_of(const store::UserRecord& user);
Owner owner_of(const store::GroupRecord& group);
Owner owner_of(const store::RoleRecord& role);

/// Faults MalformedPolicyDocument and LimitExceeded.
Result<void> put_owner_policy(Context& context, const Owner& owner, std::string_view name,
                              const std::string& document);
/// The document. Fault NoSuchEntity.
Result<std::string> owner_policy(Context& context, const Owner& owner, std::string_view name);
/// Fault NoSuchEntity.
Result<void> remove_owner_policy(Context& context, const Owner& owner, std::string_view name);

/// Attaches a managed policy. Faults NoSuchEntity, LimitExceeded; PolicyNotAttachable for one of a
/// service-linked role.
Result<void> attach_to_owner(Context& context, const Owner& owner, std::string_view policy_arn);
/// Fault NoSuchEntity where it is not attached.
Result<void> detach_from_owner(Context& context, const Owner& owner, std::string_view policy_arn);

/// The managed policies that the owner has, with paths that start with `path_prefix`, by ARN.
std::vector<aws::iam::AttachedPolicy> attached_policies(Context& context, const Owner& owner,
                                                        std::string_view path_prefix);

/// All of the owner's inline policies, by name.
std::vector<store::InlinePolicyRecord> inline_policies(Context& context, const Owner& owner);

/// All the groups that a user is in, by name.
std::vector<store::GroupRecord> groups_of(Context& context, const store::UserRecord& user);

/// All the instance profiles that hold a role, by name.
std::vector<store::InstanceProfileRecord> instance_profiles_of(Context& context,
                                                               const store::RoleRecord& role);

/// A managed policy that may serve as a boundary. Fault NoSuchEntity.
Result<void> check_boundary(Context& context, const std::optional<std::string>& policy_arn);

/// DeleteConflict where the owner has inline or attached policies.
Result<void> check_owner_is_bare(Context& context, const Owner& owner);

}  // namespace berth::services::iam
