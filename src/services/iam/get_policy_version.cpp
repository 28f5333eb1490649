// iam:GetPolicyVersion: one text of a managed policy, URL-encoded.
#include "services/iam/managed.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetPolicyVersionResponse> get_policy_version(
    Context& context, const aws::iam::GetPolicyVersionRequest& request) {
  aws::iam::GetPolicyVersionResponse response;
  if (is_aws_managed(*request.policy_arn)) {
    if (!require_attachable(context, *request.policy_arn) || *request.version_id != "v1") {
      return fail(no_such_version(*request.policy_arn, *request.version_id));
    }
    response.policy_version = aws_version(*request.policy_arn, true);
    return response;
  }
  BERTH_ASSIGN(const store::PolicyRecord policy,
               require_policy_of_version(context, *request.policy_arn, *request.version_id));
  BERTH_ASSIGN(const store::PolicyVersionRecord version,
               require_version(context, policy, *request.version_id));
  response.policy_version = shown_version(policy, version, true);
  return response;
}

}  // namespace berth::services::iam
