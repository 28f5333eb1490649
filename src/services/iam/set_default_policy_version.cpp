// iam:SetDefaultPolicyVersion: puts one text of a managed policy in force.
#include "services/iam/managed.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> set_default_policy_version(
    Context& context, const aws::iam::SetDefaultPolicyVersionRequest& request) {
  BERTH_ASSIGN(store::PolicyRecord policy,
               require_policy_of_version(context, *request.policy_arn, *request.version_id));
  BERTH_ASSIGN(const store::PolicyVersionRecord version,
               require_version(context, policy, *request.version_id));
  policy.default_version = version.number;
  policy.updated_at_ms = to_epoch_ms(context.now);
  store::update_policy(context.tx, policy);
  return aws::Empty{};
}

}  // namespace berth::services::iam
