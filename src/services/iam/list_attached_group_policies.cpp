// iam:ListAttachedGroupPolicies: the managed policies that a group has.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListAttachedGroupPoliciesResponse> list_attached_group_policies(
    Context& context, const aws::iam::ListAttachedGroupPoliciesRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  return attached_policy_page<aws::iam::ListAttachedGroupPoliciesResponse>(context, owner_of(group),
                                                                           request);
}

}  // namespace berth::services::iam
