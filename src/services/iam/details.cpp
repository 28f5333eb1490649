// Details are put together out of what the operations on single entities show.
#include "services/iam/details.h"

#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/owners.h"
#include "services/iam/tags.h"

namespace berth::services::iam {
namespace {

std::vector<aws::iam::PolicyDetail> shown_inline_policies(Context& context, const Owner& owner) {
  std::vector<aws::iam::PolicyDetail> shown;
  for (const auto& policy : inline_policies(context, owner)) {
    auto& each = shown.emplace_back();
    each.policy_name = policy.name;
    each.policy_document = encoded_document(policy.document);
  }
  return shown;
}

}  // namespace

aws::iam::UserDetail user_detail(Context& context, const store::UserRecord& user) {
  aws::iam::User whole = shown_user(context, user, Detail::kWhole);
  const Owner owner = owner_of(user);
  aws::iam::UserDetail detail;
  detail.path = std::move(whole.path);
  detail.user_name = std::move(whole.user_name);
  detail.user_id = std::move(whole.user_id);
  detail.arn = std::move(whole.arn);
  detail.create_date = whole.create_date;
  detail.user_policy_list = shown_inline_policies(context, owner);
  auto& groups = detail.group_list.emplace();
  for (const auto& group : groups_of(context, user)) groups.push_back(group.name);
  detail.attached_managed_policies = attached_policies(context, owner, "/");
  detail.permissions_boundary = std::move(whole.permissions_boundary);
  detail.tags = shown_tags(context, user.id);
  return detail;
}

aws::iam::GroupDetail group_detail(Context& context, const store::GroupRecord& group) {
  aws::iam::Group whole = shown_group(context, group);
  const Owner owner = owner_of(group);
  aws::iam::GroupDetail detail;
  detail.path = std::move(whole.path);
  detail.group_name = std::move(whole.group_name);
  detail.group_id = std::move(whole.group_id);
  detail.arn = std::move(whole.arn);
  detail.create_date = whole.create_date;
  detail.group_policy_list = shown_inline_policies(context, owner);
  detail.attached_managed_policies = attached_policies(context, owner, "/");
  return detail;
}

aws::iam::RoleDetail role_detail(Context& context, const store::RoleRecord& role) {
  aws::iam::Role whole = shown_role(context, role, Detail::kWhole);
  const Owner owner = owner_of(role);
  aws::iam::RoleDetail detail;
  detail.path = std::move(whole.path);
  detail.role_name = std::move(whole.role_name);
  detail.role_id = std::move(whole.role_id);
  detail.arn = std::move(whole.arn);
  detail.create_date = whole.create_date;
  detail.assume_role_policy_document = std::move(whole.assume_role_policy_document);
  auto& profiles = detail.instance_profile_list.emplace();
  for (const auto& profile : instance_profiles_of(context, role)) {
    profiles.push_back(shown_instance_profile(context, profile, Detail::kListed));
  }
  detail.role_policy_list = shown_inline_policies(context, owner);
  detail.attached_managed_policies = attached_policies(context, owner, "/");
  detail.permissions_boundary = std::move(whole.permissions_boundary);
  detail.tags = shown_tags(context, role.id);
  detail.role_last_used = std::move(whole.role_last_used);
  return detail;
}

aws::iam::ManagedPolicyDetail policy_detail(Context& context, const std::string& policy_arn) {
  const auto own = store::find_policy(context.tx, policy_arn);
  aws::iam::Policy whole =
      own ? shown_policy(context, *own) : shown_aws_policy(context, policy_arn);
  aws::iam::ManagedPolicyDetail detail;
  detail.policy_name = std::move(whole.policy_name);
  detail.policy_id = std::move(whole.policy_id);
  detail.arn = std::move(whole.arn);
  detail.path = std::move(whole.path);
  detail.default_version_id = std::move(whole.default_version_id);
  detail.attachment_count = whole.attachment_count;
  detail.permissions_boundary_usage_count = whole.permissions_boundary_usage_count;
  detail.is_attachable = whole.is_attachable;
  detail.description = std::move(whole.description);
  detail.create_date = whole.create_date;
  detail.update_date = whole.update_date;
  auto& versions = detail.policy_version_list.emplace();
  if (!own) {
    versions.push_back(aws_version(policy_arn, true));
    return detail;
  }
  for (const auto& version : store::list_policy_versions(context.tx, policy_arn)) {
    versions.push_back(shown_version(*own, version, true));
  }
  return detail;
}

}  // namespace berth::services::iam
