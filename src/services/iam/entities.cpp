// Records of IAM on their way into answers.
#include "services/iam/entities.h"

#include <fmt/format.h>

#include "aws/sigv4/canonical.h"
#include "services/entity_names.h"
#include "services/iam/tags.h"
#include "services/trust_policies.h"

namespace berth::services::iam {
namespace {

std::optional<aws::iam::AttachedPermissionsBoundary> shown_boundary(
    const std::optional<std::string>& arn) {
  if (!arn) return std::nullopt;
  aws::iam::AttachedPermissionsBoundary boundary;
  boundary.permissions_boundary_type = "Policy";
  boundary.permissions_boundary_arn = *arn;
  return boundary;
}

}  // namespace

Fault no_such_entity(std::string message) {
  return Fault{"NoSuchEntity", std::move(message), 404, {}};
}

Fault entity_already_exists(std::string message) {
  return Fault{"EntityAlreadyExists", std::move(message), 409, {}};
}

Fault delete_conflict(std::string message) {
  return Fault{"DeleteConflict", std::move(message), 409, {}};
}

Result<store::UserRecord> require_user(Context& context, std::string_view name) {
  auto user = store::find_user(context.tx, name);
  if (!user) {
    return fail(no_such_entity(fmt::format("The user with name {} cannot be found.", name)));
  }
  return std::move(*user);
}

std::optional<store::UserRecord> calling_user(Context& context) {
  const berth::iam::Principal& caller = context.caller.principal;
  if (caller.kind != berth::iam::Principal::Kind::kUser) return std::nullopt;
  return store::find_user_by_id(context.tx, caller.unique_id);
}

Result<store::UserRecord> requested_user(Context& context, const std::optional<std::string>& name) {
  if (name) return require_user(context, *name);
  auto caller = calling_user(context);
  if (caller) return std::move(*caller);
  return fail(client_fault("ValidationError",
                           "Must specify userName when calling with non-User credentials"));
}

Result<store::GroupRecord> require_group(Context& context, std::string_view name) {
  auto group = store::find_group(context.tx, name);
  if (!group) {
    return fail(no_such_entity(fmt::format("The group with name {} cannot be found.", name)));
  }
  return std::move(*group);
}

Result<store::RoleRecord> require_role(Context& context, std::string_view name) {
  auto role = store::find_role(context.tx, name);
  if (!role) {
    return fail(no_such_entity(fmt::format("The role with name {} cannot be found.", name)));
  }
  return std::move(*role);
}

Result<store::InstanceProfileRecord> require_instance_profile(Context& context,
                                                              std::string_view name) {
  auto profile = store::find_instance_profile(context.tx, name);
  if (!profile) {
    return fail(no_such_entity(fmt::format("Instance Profile {} cannot be found.", name)));
  }
  return std::move(*profile);
}

std::string user_arn(const Context& context, const store::UserRecord& user) {
  return iam_arn(context.account, "user", user.path, user.name);
}

std::string group_arn(const Context& context, const store::GroupRecord& group) {
  return iam_arn(context.account, "group", group.path, group.name);
}

std::string role_arn(const Context& context, const store::RoleRecord& role) {
  return iam_arn(context.account, "role", role.path, role.name);
}

std::string instance_profile_arn(const Context& context,
                                 const store::InstanceProfileRecord& profile) {
  return iam_arn(context.account, "instance-profile", profile.path, profile.name);
}

aws::iam::User shown_user(Context& context, const store::UserRecord& user, Detail detail) {
  aws::iam::User shown;
  shown.path = user.path;
  shown.user_name = user.name;
  shown.user_id = user.id;
  shown.arn = user_arn(context, user);
  shown.create_date = from_epoch_ms(user.created_at_ms);
  if (detail == Detail::kWhole) {
    shown.permissions_boundary = shown_boundary(user.boundary_arn);
    shown.tags = shown_tags_or_none(context, user.id);
  }
  return shown;
}

aws::iam::Group shown_group(const Context& context, const store::GroupRecord& group) {
  aws::iam::Group shown;
  shown.path = group.path;
  shown.group_name = group.name;
  shown.group_id = group.id;
  shown.arn = group_arn(context, group);
  shown.create_date = from_epoch_ms(group.created_at_ms);
  return shown;
}

aws::iam::Role shown_role(Context& context, const store::RoleRecord& role, Detail detail) {
  aws::iam::Role shown;
  shown.path = role.path;
  shown.role_name = role.name;
  shown.role_id = role.id;
  shown.arn = role_arn(context, role);
  shown.create_date = from_epoch_ms(role.created_at_ms);
  shown.assume_role_policy_document =
      encoded_document(unpinned_trust_policy(context.tx, context.account, role.trust_policy));
  shown.description = role.description;
  shown.max_session_duration = static_cast<std::int32_t>(role.max_session_seconds);
  if (detail == Detail::kWhole) {
    shown.permissions_boundary = shown_boundary(role.boundary_arn);
    shown.tags = shown_tags_or_none(context, role.id);
    auto& last_used = shown.role_last_used.emplace();
    if (role.last_used_at_ms) {
      last_used.last_used_date = from_epoch_ms(*role.last_used_at_ms);
      last_used.region = role.last_used_region;
    }
  }
  return shown;
}

aws::iam::InstanceProfile shown_instance_profile(Context& context,
                                                 const store::InstanceProfileRecord& profile,
                                                 Detail detail) {
  aws::iam::InstanceProfile shown;
  shown.path = profile.path;
  shown.instance_profile_name = profile.name;
  shown.instance_profile_id = profile.id;
  shown.arn = instance_profile_arn(context, profile);
  shown.create_date = from_epoch_ms(profile.created_at_ms);
  auto& roles = shown.roles.emplace();
  if (profile.role_id) {
    if (const auto role = store::find_role_by_id(context.tx, *profile.role_id)) {
      roles.push_back(shown_role(context, *role, Detail::kListed));
      roles.back().max_session_duration.reset();  // does not come here
    }
  }
  if (detail == Detail::kWhole) shown.tags = shown_tags_or_none(context, profile.id);
  return shown;
}

std::string encoded_document(std::string_view document) {
  std::string encoded;
  encoded.reserve(document.size() * 2);
  aws::sigv4::append_uri_encoded(encoded, document, false);
  return encoded;
}

}  // namespace berth::services::iam
