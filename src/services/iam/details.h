// Entities with all that bears on decisions about them, as GetAccountAuthorizationDetails shows
// them. Documents come URL-encoded.
#pragma once

#include <string>

#include "aws/models/iam.h"
#include "services/context.h"
#include "store/iam/groups.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// With policies, groups, boundary and tags.
aws::iam::UserDetail user_detail(Context& context, const store::UserRecord& user);
/// With policies.
aws::iam::GroupDetail group_detail(Context& context, const store::GroupRecord& group);
/// With trust policy, policies, instance profiles, boundary, tags and last use.
aws::iam::RoleDetail role_detail(Context& context, const store::RoleRecord& role);
/// A managed policy, of the account or of AWS, that is there: with every version's document.
aws::iam::ManagedPolicyDetail policy_detail(Context& context, const std::string& policy_arn);

}  // namespace berth::services::iam
