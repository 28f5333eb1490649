// iam:AttachUserPolicy: gives a managed policy to a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> attach_user_policy(Context& context,
                                      const aws::iam::AttachUserPolicyRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_TRY(attach_to_owner(context, owner_of(user), *request.policy_arn));
  return aws::Empty{};
}

}  // namespace berth::services::iam
