// iam:ListPolicyVersions: the texts that a managed policy has had, the newest first.
#include "services/iam/managed.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::ListPolicyVersionsResponse> list_policy_versions(
    Context& context, const aws::iam::ListPolicyVersionsRequest& request) {
  aws::iam::ListPolicyVersionsResponse response;
  response.is_truncated = false;  // there are five at most
  auto& versions = response.versions.emplace();
  if (is_aws_managed(*request.policy_arn)) {
    BERTH_TRY(require_attachable(context, *request.policy_arn));
    versions.push_back(aws_version(*request.policy_arn, false));
    return response;
  }
  BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  for (const auto& version : store::list_policy_versions(context.tx, policy.arn)) {
    versions.push_back(shown_version(policy, version, false));
  }
  return response;
}

}  // namespace berth::services::iam
