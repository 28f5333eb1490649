// iam:DetachGroupPolicy: takes a managed policy from a group.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> detach_group_policy(Context& context,
                                       const aws::iam::DetachGroupPolicyRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_TRY(detach_from_owner(context, owner_of(group), *request.policy_arn));
  return aws::Empty{};
}

}  // namespace berth::services::iam
