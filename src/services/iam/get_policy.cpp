// iam:GetPolicy: a managed policy, the account's own or one of AWS's.
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::iam::GetPolicyResponse> get_policy(Context& context,
                                               const aws::iam::GetPolicyRequest& request) {
  aws::iam::GetPolicyResponse response;
  BERTH_ASSIGN(response.policy, require_shown_policy(context, *request.policy_arn));
  response.policy->tags = shown_tags(context, *response.policy->policy_id);  // also where none is
  return response;
}

}  // namespace berth::services::iam
