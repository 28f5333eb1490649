// iam:UntagPolicy: takes tags from one of the account's managed policies.
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_policy(Context& context, const aws::iam::UntagPolicyRequest& request) {
  BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  remove_tags(context, policy.id, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
