// iam:PutRolePolicy: an inline policy of a role, new or in place of its namesake.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> put_role_policy(Context& context,
                                   const aws::iam::PutRolePolicyRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  BERTH_TRY(
      put_owner_policy(context, owner_of(role), *request.policy_name, *request.policy_document));
  return aws::Empty{};
}

}  // namespace berth::services::iam
