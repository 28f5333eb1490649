// iam:ListAttachedRolePolicies: the managed policies that a role has.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListAttachedRolePoliciesResponse> list_attached_role_policies(
    Context& context, const aws::iam::ListAttachedRolePoliciesRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  return attached_policy_page<aws::iam::ListAttachedRolePoliciesResponse>(context, owner_of(role),
                                                                          request);
}

}  // namespace berth::services::iam
