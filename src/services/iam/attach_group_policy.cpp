// iam:AttachGroupPolicy: gives a managed policy to a group.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> attach_group_policy(Context& context,
                                       const aws::iam::AttachGroupPolicyRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_TRY(attach_to_owner(context, owner_of(group), *request.policy_arn));
  return aws::Empty{};
}

}  // namespace berth::services::iam
