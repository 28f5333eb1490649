// iam:ListRolePolicies: the names of the inline policies of a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListRolePoliciesResponse> list_role_policies(
    Context& context, const aws::iam::ListRolePoliciesRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  return inline_policy_page<aws::iam::ListRolePoliciesResponse>(context, role.id, request);
}

}  // namespace berth::services::iam
