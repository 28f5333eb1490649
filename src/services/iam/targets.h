// What the caller of an IAM operation must be allowed: the ARN of the entity that the request
// names, and the condition keys that the request and the entity bring.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "aws/models/iam.h"
#include "services/audit_tag.h"
#include "services/context.h"
#include "services/entity_names.h"
#include "services/operation.h"

namespace berth::services::iam {

/// Does AWS fill iam:PermissionsBoundary? With the boundary that the entity has.
enum class Boundary { kLeftOut, kFilled };

/// The target for a user, group, role, policy or instance profile that is there, with its tags
/// among the keys; where there is none, one for that name without a path.
Target user_target(Context& context, const std::optional<std::string>& name,
                   Boundary boundary = Boundary::kLeftOut);
Target role_target(Context& context, std::string_view name, Boundary boundary = Boundary::kLeftOut);
Target group_target(Context& context, std::string_view name);
/// The user, group or role that an ARN names, whether it is there or not.
Target entity_target(Context& context, const std::string& arn);
Target policy_target(Context& context, std::string_view arn);
Target instance_profile_target(Context& context, std::string_view name);

/// aws:ResourceTag/… of the tags that hang on `owner_id`.
void add_resource_tags(Context& context, Target& target, std::string_view owner_id);
void add_request_tags(Target& target, const std::vector<aws::iam::Tag>& tags);
void add_tag_keys(Target& target, const std::vector<std::string>& keys);
/// Is the tag that lets a role's denied calls through among them?
bool sets_audit_tag(const std::vector<aws::iam::Tag>& tags);

/// Adds what the request says of tags: aws:RequestTag/…, aws:TagKeys.
template <class Input>
void add_request_tag_keys(Target& target, const Input& input) {
  if constexpr (requires { input.tags; }) {
    if (input.tags) add_request_tags(target, *input.tags);
  }
  if constexpr (requires { input.tag_keys; }) {
    if (input.tag_keys) add_tag_keys(target, *input.tag_keys);
  }
}

/// Adds what the request itself says: iam:PolicyARN, iam:PermissionsBoundary, and its tags.
template <class Input>
void add_request_keys(Target& target, const Input& input) {
  if constexpr (requires { input.policy_arn; }) {
    if (input.policy_arn) target.context.set("iam:PolicyARN", *input.policy_arn);
  }
  if constexpr (requires { input.permissions_boundary; }) {
    if (input.permissions_boundary) {
      target.context.set("iam:PermissionsBoundary", *input.permissions_boundary);
    }
  }
  add_request_tag_keys(target, input);
}

/// The entity that a request creates: `path` is the request's, "/" without one.
template <class Input>
Target new_target(const Context& context, std::string_view kind, const std::string& name,
                  const Input& input) {
  Target target{"", iam_arn(context.account, kind, input.path.value_or("/"), name), {}};
  add_request_keys(target, input);
  return target;
}

/// The target of a role whose tags the request sets, and where they put it under audit, the
/// permission for that: audit_tag.h.
template <class Input>
Targets tagged_role_targets(Target target, const Input& input) {
  Targets targets{std::move(target)};
  if constexpr (requires { input.tags; }) {
    if (input.tags && sets_audit_tag(*input.tags)) {
      targets.push_back(targets.front());
      targets.back().action = std::string(kSetAuditMode);
    }
  }
  return targets;
}

template <class Input>
Result<Targets> on_new_user(Context& context, const Input& input) {
  return Targets{new_target(context, "user", *input.user_name, input)};
}
template <class Input>
Result<Targets> on_new_group(Context& context, const Input& input) {
  return Targets{new_target(context, "group", *input.group_name, input)};
}
template <class Input>
Result<Targets> on_new_role(Context& context, const Input& input) {
  return tagged_role_targets(new_target(context, "role", *input.role_name, input), input);
}
template <class Input>
Result<Targets> on_new_policy(Context& context, const Input& input) {
  return Targets{new_target(context, "policy", *input.policy_name, input)};
}
template <class Input>
Result<Targets> on_new_instance_profile(Context& context, const Input& input) {
  return Targets{new_target(context, "instance-profile", *input.instance_profile_name, input)};
}

template <class Input, class... Others>
inline constexpr bool kIsOneOf = (std::is_same_v<Input, Others> || ...);

/// The requests about users and roles with iam:PermissionsBoundary, by AWS's table of actions.
template <class Input>
inline constexpr Boundary kBoundary =
    kIsOneOf<
        Input, aws::iam::PutUserPolicyRequest, aws::iam::DeleteUserPolicyRequest,
        aws::iam::AttachUserPolicyRequest, aws::iam::DetachUserPolicyRequest,
        aws::iam::PutUserPermissionsBoundaryRequest, aws::iam::DeleteUserPermissionsBoundaryRequest,
        aws::iam::GetRoleRequest, aws::iam::DeleteRoleRequest, aws::iam::UpdateRoleRequest,
        aws::iam::UpdateRoleDescriptionRequest, aws::iam::UpdateAssumeRolePolicyRequest,
        aws::iam::PutRolePolicyRequest, aws::iam::DeleteRolePolicyRequest,
        aws::iam::AttachRolePolicyRequest, aws::iam::DetachRolePolicyRequest,
        aws::iam::PutRolePermissionsBoundaryRequest, aws::iam::DeleteRolePermissionsBoundaryRequest>
        ? Boundary::kFilled
        : Boundary::kLeftOut;

/// The user that a request names; the caller where it names none.
template <class Input>
Result<Targets> on_user(Context& context, const Input& input) {
  Target target = user_target(context, input.user_name, kBoundary<Input>);
  add_request_keys(target, input);
  return Targets{std::move(target)};
}
template <class Input>
Result<Targets> on_group(Context& context, const Input& input) {
  Target target = group_target(context, *input.group_name);
  add_request_keys(target, input);
  return Targets{std::move(target)};
}
template <class Input>
Result<Targets> on_role(Context& context, const Input& input) {
  Target target = role_target(context, *input.role_name, kBoundary<Input>);
  add_request_keys(target, input);
  return tagged_role_targets(std::move(target), input);
}
template <class Input>
Result<Targets> on_policy(Context& context, const Input& input) {
  Target target = policy_target(context, *input.policy_arn);
  add_request_tag_keys(target, input);
  return Targets{std::move(target)};
}
template <class Input>
Result<Targets> on_instance_profile(Context& context, const Input& input) {
  Target target = instance_profile_target(context, *input.instance_profile_name);
  add_request_tag_keys(target, input);
  return Targets{std::move(target)};
}
/// The entity whose policies are looked at.
template <class Input>
Result<Targets> on_policy_source(Context& context, const Input& input) {
  return Targets{entity_target(context, *input.policy_source_arn)};
}

/// The user or group before and after.
Result<Targets> on_user_update(Context& context, const aws::iam::UpdateUserRequest& input);
Result<Targets> on_group_update(Context& context, const aws::iam::UpdateGroupRequest& input);
Result<Targets> on_arn(Context& context,
                       const aws::iam::ListPoliciesGrantingServiceAccessRequest& input);
/// The user whose key it is.
Result<Targets> on_user_of_key(Context& context,
                               const aws::iam::GetAccessKeyLastUsedRequest& input);
/// The instance profile, and iam:PassRole for the role.
Result<Targets> on_instance_profile_and_role(
    Context& context, const aws::iam::AddRoleToInstanceProfileRequest& input);

}  // namespace berth::services::iam
