// ARNs hold paths, which requests do not name: they come from the records.
#include "services/iam/targets.h"

#include <algorithm>

#include "services/iam/entities.h"
#include "store/iam/tags.h"

namespace berth::services::iam {
namespace {

/// Users and roles have their tags under the older name too.
void add_identity_tags(Context& context, Target& target, std::string_view owner_id) {
  for (const store::IamTag& tag : store::list_iam_tags(context.tx, owner_id)) {
    target.context.set("aws:ResourceTag/" + tag.key, tag.value);
    target.context.set("iam:ResourceTag/" + tag.key, tag.value);
  }
}

void add_boundary(Target& target, Boundary boundary,
                  const std::optional<std::string>& boundary_arn) {
  if (boundary == Boundary::kFilled && boundary_arn)
    target.context.set("iam:PermissionsBoundary", *boundary_arn);
}

Target named(const Context& context, std::string_view kind, std::string_view name) {
  return Target{"", iam_arn(context.account, kind, "/", name), {}};
}

}  // namespace

void add_resource_tags(Context& context, Target& target, std::string_view owner_id) {
  for (const store::IamTag& tag : store::list_iam_tags(context.tx, owner_id)) {
    target.context.set("aws:ResourceTag/" + tag.key, tag.value);
  }
}

Target user_target(Context& context, const std::optional<std::string>& name, Boundary boundary) {
  const auto user = name ? store::find_user(context.tx, *name) : calling_user(context);
  if (!user) {
    return name ? named(context, "user", *name) : Target{"", context.caller.principal.arn, {}};
  }
  Target target{"", user_arn(context, *user), {}};
  add_identity_tags(context, target, user->id);
  add_boundary(target, boundary, user->boundary_arn);
  return target;
}

Target group_target(Context& context, std::string_view name) {
  const auto group = store::find_group(context.tx, name);
  if (!group) return named(context, "group", name);
  return Target{"", group_arn(context, *group), {}};
}

Target role_target(Context& context, std::string_view name, Boundary boundary) {
  const auto role = store::find_role(context.tx, name);
  if (!role) return named(context, "role", name);
  Target target{"", role_arn(context, *role), {}};
  add_identity_tags(context, target, role->id);
  add_boundary(target, boundary, role->boundary_arn);
  return target;
}

Target entity_target(Context& context, const std::string& arn) {
  const auto name = parse_iam_arn(arn);
  if (name && name->kind == "user") return user_target(context, std::string(name->name));
  if (name && name->kind == "role") return role_target(context, name->name);
  return Target{"", arn, {}};
}

Target policy_target(Context& context, std::string_view arn) {
  Target target{"", std::string(arn), {}};
  const auto policy = store::find_policy(context.tx, arn);
  if (policy) add_resource_tags(context, target, policy->id);
  return target;
}

Target instance_profile_target(Context& context, std::string_view name) {
  const auto profile = store::find_instance_profile(context.tx, name);
  if (!profile) return named(context, "instance-profile", name);
  Target target{"", instance_profile_arn(context, *profile), {}};
  add_resource_tags(context, target, profile->id);
  return target;
}

void add_request_tags(Target& target, const std::vector<aws::iam::Tag>& tags) {
  std::vector<std::string> keys;
  for (const aws::iam::Tag& tag : tags) {
    keys.push_back(tag.key.value_or(""));
    target.context.set("aws:RequestTag/" + keys.back(), tag.value.value_or(""));
  }
  add_tag_keys(target, keys);
}

bool sets_audit_tag(const std::vector<aws::iam::Tag>& tags) {
  return std::any_of(tags.begin(), tags.end(), [](const aws::iam::Tag& each) {
    return each.key == kAuditTagKey && each.value == kAuditTagValue;
  });
}

void add_tag_keys(Target& target, const std::vector<std::string>& keys) {
  target.context.set("aws:TagKeys", keys);
}

Result<Targets> on_user_update(Context& context, const aws::iam::UpdateUserRequest& input) {
  Targets targets{user_target(context, input.user_name)};
  const auto user = store::find_user(context.tx, *input.user_name);
  if (!user || (!input.new_user_name && !input.new_path)) return targets;
  targets.push_back(Target{"",
                           iam_arn(context.account, "user", input.new_path.value_or(user->path),
                                   input.new_user_name.value_or(user->name)),
                           {}});
  return targets;
}

Result<Targets> on_group_update(Context& context, const aws::iam::UpdateGroupRequest& input) {
  Targets targets{group_target(context, *input.group_name)};
  const auto group = store::find_group(context.tx, *input.group_name);
  if (!group || (!input.new_group_name && !input.new_path)) return targets;
  targets.push_back(Target{"",
                           iam_arn(context.account, "group", input.new_path.value_or(group->path),
                                   input.new_group_name.value_or(group->name)),
                           {}});
  return targets;
}

Result<Targets> on_arn(Context& context,
                       const aws::iam::ListPoliciesGrantingServiceAccessRequest& input) {
  return Targets{entity_target(context, *input.arn)};
}

Result<Targets> on_user_of_key(Context& context,
                               const aws::iam::GetAccessKeyLastUsedRequest& input) {
  const auto key = store::find_access_key(context.tx, *input.access_key_id);
  const auto user = key ? store::find_user_by_id(context.tx, key->user_id) : std::nullopt;
  if (!user) return Targets{named(context, "user", "*")};
  return Targets{user_target(context, user->name)};
}

Result<Targets> on_instance_profile_and_role(
    Context& context, const aws::iam::AddRoleToInstanceProfileRequest& input) {
  Targets targets{instance_profile_target(context, *input.instance_profile_name)};
  Target role = role_target(context, *input.role_name);
  role.action = "iam:PassRole";
  role.context.set("iam:PassedToService", "ec2.amazonaws.com");
  targets.push_back(std::move(role));
  return targets;
}

}  // namespace berth::services::iam
