// iam:GetPolicy: a managed policy, the account's own or one of AWS's.
#include "services/iam/managed.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetPolicyResponse> get_policy(Context& context,
                                               const aws::iam::GetPolicyRequest& request) {
  aws::iam::GetPolicyResponse response;
  BERTH_ASSIGN(response.policy, require_shown_policy(context, *request.policy_arn));
  return response;
}

}  // namespace berth::services::iam
