// Users, groups, roles, policies and instance profiles as requests name them and as answers show
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// NoSuchEntity (404) with the words of AWS.
Fault no_such_entity(std::string message);
/// EntityAlreadyExists (409).
Fault entity_already_exists(std::string message);
/// DeleteConflict (409).
Fault delete_conflict(std::string message);

/// The user of that name, whatever its case. Fault NoSuchEntity.
Result<store::UserRecord> require_user(Context& context, std::string_view name);
/// The user that calls, by its unique id: it may have been given another name since, and its old
/// name to another user. Nothing where the caller is no user.
std::optional<store::UserRecord> calling_user(Context& context);
/// The user of that name or, without one, the caller. Fault NoSuchEntity; ValidationError where the
/// caller is no user.
Result<store::UserRecord> requested_user(Context& context, const std::optional<std::string>& name);
/// Fault NoSuchEntity.
Result<store::GroupRecord> require_group(Context& context, std::string_view name);
Result<store::RoleRecord> require_role(Context& context, std::string_view name);
Result<store::InstanceProfileRecord> require_instance_profile(Context& context,
                                                              std::string_view name);

std::string user_arn(const Context& context, const store::UserRecord& user);
std::string group_arn(const Context& context, const store::GroupRecord& group);
std::string role_arn(const Context& context, const store::RoleRecord& role);
std::string instance_profile_arn(const Context& context,
                                 const store::InstanceProfileRecord& profile);

/// How much of an entity an answer shows: lists leave tags, boundaries and last use out.
enum class Detail { kListed, kWhole };

aws::iam::User shown_user(Context& context, const store::UserRecord& user, Detail detail);
aws::iam::Group shown_group(const Context& context, const store::GroupRecord& group);
/// The trust policy comes URL-encoded.
aws::iam::Role shown_role(Context& context, const store::RoleRecord& role, Detail detail);
/// With its role.
aws::iam::InstanceProfile shown_instance_profile(Context& context,
                                                 const store::InstanceProfileRecord& profile,
                                                 Detail detail);

/// A document as IAM's answers hold it: URL-encoded (RFC 3986).
std::string encoded_document(std::string_view document);

}  // namespace berth::services::iam
