// iam:DeleteRolePermissionsBoundary: lifts the boundary of a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> delete_role_permissions_boundary(
    Context& context, const aws::iam::DeleteRolePermissionsBoundaryRequest& request) {
  BERTH_ASSIGN(store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  role.boundary_arn.reset();
  store::update_role(context.tx, role);
  return aws::Empty{};
}

}  // namespace berth::services::iam
