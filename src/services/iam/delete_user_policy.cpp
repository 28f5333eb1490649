// iam:DeleteUserPolicy: takes an inline policy from a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> delete_user_policy(Context& context,
                                      const aws::iam::DeleteUserPolicyRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_TRY(remove_owner_policy(context, owner_of(user), *request.policy_name));
  return aws::Empty{};
}

}  // namespace berth::services::iam
