// iam:ListPolicyTags: the tags of a managed policy; none of AWS's has any.
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListPolicyTagsResponse> list_policy_tags(
    Context& context, const aws::iam::ListPolicyTagsRequest& request) {
  BERTH_ASSIGN(const aws::iam::Policy policy, require_shown_policy(context, *request.policy_arn));
  return tag_page<aws::iam::ListPolicyTagsResponse>(context, *policy.policy_id, request);
}

}  // namespace berth::services::iam
