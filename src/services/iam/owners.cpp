// Policies on users, groups and roles: the same rules for all.
#include "services/iam/owners.h"

#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/documents.h"
#include "services/iam/entities.h"
#include "services/iam/managed.h"

namespace berth::services::iam {
namespace {

constexpr int kAll = 1000;
constexpr std::string_view kOfServiceLinkedRoles = "arn:aws:iam::aws:policy/aws-service-role/";

/// A service attaches the policies of its own roles itself (IAM, "PolicyNotAttachable").
Result<void> check_is_for_customers(const Owner& owner, std::string_view policy_arn) {
  if (!policy_arn.starts_with(kOfServiceLinkedRoles)) return {};
  const std::string_view kind = owner.kind == "user"   ? "User"
                                : owner.kind == "role" ? "Role"
                                                       : "Group";
  return fail(
      client_fault("PolicyNotAttachable",
                   fmt::format("Cannot attach a Service Role Policy to a Customer {}.", kind)));
}

}  // namespace

Owner owner_of(const store::UserRecord& user) {
  return {user.id, user.name, "user", kUserInlineCharactersMax, kPoliciesPerUser};
}

Owner owner_of(const store::GroupRecord& group) {
  return {group.id, group.name, "group", kGroupInlineCharactersMax, kPoliciesPerGroup};
}

Owner owner_of(const store::RoleRecord& role) {
  return {role.id, role.name, "role", kRoleInlineCharactersMax, kPoliciesPerRole};
}

Result<void> put_owner_policy(Context& context, const Owner& owner, std::string_view name,
                              const std::string& document) {
  BERTH_TRY(check_identity_policy(document));
  std::size_t characters = characters_that_count(document);
  for (const auto& policy : inline_policies(context, owner)) {
    if (policy.name != name) characters += characters_that_count(policy.document);
  }
  if (static_cast<std::int64_t>(characters) > owner.inline_characters_max) {
    return fail(Fault{"LimitExceeded",
                      fmt::format("Maximum policy size of {} bytes exceeded for {} {}",
                                  owner.inline_characters_max, owner.kind, owner.name),
                      409,
                      {}});
  }
  store::put_inline_policy(context.tx, owner.id, {std::string(name), document});
  return {};
}

Result<std::string> owner_policy(Context& context, const Owner& owner, std::string_view name) {
  auto policy = store::find_inline_policy(context.tx, owner.id, name);
  if (!policy) {
    return fail(no_such_entity(
        fmt::format("The {} policy with name {} cannot be found.", owner.kind, name)));
  }
  return std::move(policy->document);
}

Result<void> remove_owner_policy(Context& context, const Owner& owner, std::string_view name) {
  if (store::delete_inline_policy(context.tx, owner.id, name)) return {};
  return fail(
      no_such_entity(fmt::format("The {} policy with name {} cannot be found.", owner.kind, name)));
}

Result<void> attach_to_owner(Context& context, const Owner& owner, std::string_view policy_arn) {
  BERTH_TRY(require_attachable(context, policy_arn));
  BERTH_TRY(check_is_for_customers(owner, policy_arn));
  store::attach_policy(context.tx, owner.id, policy_arn);
  const auto attached = store::list_attachments(context.tx, owner.id, "", kAll);
  return check_quota(owner.attachments, static_cast<std::int64_t>(attached.size()));
}

Result<void> detach_from_owner(Context& context, const Owner& owner, std::string_view policy_arn) {
  if (store::detach_policy(context.tx, owner.id, policy_arn)) return {};
  return fail(no_such_entity(fmt::format("Policy {} was not found.", policy_arn)));
}

std::vector<aws::iam::AttachedPolicy> attached_policies(Context& context, const Owner& owner,
                                                        std::string_view path_prefix) {
  std::vector<aws::iam::AttachedPolicy> attached;
  for (const std::string& arn : store::list_attachments(context.tx, owner.id, "", kAll)) {
    const auto name = parse_iam_arn(arn);
    if (!name || name->path.substr(0, path_prefix.size()) != path_prefix) continue;
    auto& each = attached.emplace_back();
    each.policy_arn = arn;
    each.policy_name = std::string(name->name);
  }
  return attached;
}

std::vector<store::InlinePolicyRecord> inline_policies(Context& context, const Owner& owner) {
  return store::list_inline_policies(context.tx, owner.id, "", kAll);
}

std::vector<store::GroupRecord> groups_of(Context& context, const store::UserRecord& user) {
  return store::groups_of_user(context.tx, user.id, "", kAll);
}

std::vector<store::InstanceProfileRecord> instance_profiles_of(Context& context,
                                                               const store::RoleRecord& role) {
  return store::instance_profiles_of_role(context.tx, role.id, "", kAll);
}

Result<void> check_boundary(Context& context, const std::optional<std::string>& policy_arn) {
  if (!policy_arn) return {};
  return require_attachable(context, *policy_arn);
}

Result<void> check_owner_is_bare(Context& context, const Owner& owner) {
  if (!store::list_attachments(context.tx, owner.id, "", 1).empty()) {
    return fail(delete_conflict("Cannot delete entity, must detach all policies first."));
  }
  if (!store::list_inline_policies(context.tx, owner.id, "", 1).empty()) {
    return fail(delete_conflict("Cannot delete entity, must delete policies first."));
  }
  return {};
}

}  // namespace berth::services::iam
