// iam:PutGroupPolicy: an inline policy of a group, new or in place of its namesake.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> put_group_policy(Context& context,
                                    const aws::iam::PutGroupPolicyRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_TRY(
      put_owner_policy(context, owner_of(group), *request.policy_name, *request.policy_document));
  return aws::Empty{};
}

}  // namespace berth::services::iam
