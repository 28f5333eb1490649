// iam:ListGroupPolicies: the names of the inline policies of a group.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListGroupPoliciesResponse> list_group_policies(
    Context& context, const aws::iam::ListGroupPoliciesRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  return inline_policy_page<aws::iam::ListGroupPoliciesResponse>(context, group.id, request);
}

}  // namespace berth::services::iam
