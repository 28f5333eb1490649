// iam:ListAttachedUserPolicies: the managed policies that a user has.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListAttachedUserPoliciesResponse> list_attached_user_policies(
    Context& context, const aws::iam::ListAttachedUserPoliciesRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  return attached_policy_page<aws::iam::ListAttachedUserPoliciesResponse>(context, owner_of(user),
                                                                          request);
}

}  // namespace berth::services::iam
