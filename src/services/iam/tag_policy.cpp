// iam:TagPolicy: adds tags to one of the account's managed policies.
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_policy(Context& context, const aws::iam::TagPolicyRequest& request) {
  BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  BERTH_TRY(check_tags(request.tags, KeyCase::kDistinct));
  BERTH_TRY(put_tags(context, policy.id, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
