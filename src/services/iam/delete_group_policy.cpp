// iam:DeleteGroupPolicy: takes an inline policy from a group.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> delete_group_policy(Context& context,
                                       const aws::iam::DeleteGroupPolicyRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_TRY(remove_owner_policy(context, owner_of(group), *request.policy_name));
  return aws::Empty{};
}

}  // namespace berth::services::iam
