// iam:ListUserPolicies: the names of the inline policies of a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListUserPoliciesResponse> list_user_policies(
    Context& context, const aws::iam::ListUserPoliciesRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  return inline_policy_page<aws::iam::ListUserPoliciesResponse>(context, user.id, request);
}

}  // namespace berth::services::iam
