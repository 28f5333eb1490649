// iam:DeleteRolePolicy: takes an inline policy from a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> delete_role_policy(Context& context,
                                      const aws::iam::DeleteRolePolicyRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  BERTH_TRY(remove_owner_policy(context, owner_of(role), *request.policy_name));
  return aws::Empty{};
}

}  // namespace berth::services::iam
