// iam:AttachRolePolicy: gives a managed policy to a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> attach_role_policy(Context& context,
                                      const aws::iam::AttachRolePolicyRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  BERTH_TRY(attach_to_owner(context, owner_of(role), *request.policy_arn));
  return aws::Empty{};
}

}  // namespace berth::services::iam
