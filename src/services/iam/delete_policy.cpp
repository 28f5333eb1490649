// iam:DeletePolicy: a managed policy that nobody has, with its last version.
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_policy(Context& context, const aws::iam::DeletePolicyRequest& request) {
  BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  if (store::count_attachments(context.tx, policy.arn) > 0 ||
      store::count_boundaries(context.tx, policy.arn) > 0) {
    return fail(delete_conflict("Cannot delete a policy attached to entities."));
  }
  if (store::list_policy_versions(context.tx, policy.arn).size() > 1) {
    return fail(delete_conflict(
        "This policy has more than one version. Before you delete a policy, you must "
        "delete the policy's versions. The default version is deleted with the "
        "policy."));
  }
  store::delete_iam_tags(context.tx, policy.id);
  store::delete_policy(context.tx, policy.arn);
  return aws::Empty{};
}

}  // namespace berth::services::iam
