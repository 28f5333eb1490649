// iam:DeletePolicyVersion: a text of a managed policy that is not in force.
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> delete_policy_version(Context& context,
                                         const aws::iam::DeletePolicyVersionRequest& request) {
  BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  BERTH_ASSIGN(const store::PolicyVersionRecord version,
               require_version(context, policy, *request.version_id));
  if (version.number == policy.default_version) {
    return fail(delete_conflict("Cannot delete the default version of a policy."));
  }
  store::delete_policy_version(context.tx, policy.arn, version.number);
  return aws::Empty{};
}

}  // namespace berth::services::iam
