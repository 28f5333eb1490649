// iam:PutUserPolicy: an inline policy of a user, new or in place of its namesake.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> put_user_policy(Context& context,
                                   const aws::iam::PutUserPolicyRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_TRY(
      put_owner_policy(context, owner_of(user), *request.policy_name, *request.policy_document));
  return aws::Empty{};
}

}  // namespace berth::services::iam
