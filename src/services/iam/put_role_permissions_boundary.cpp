// iam:PutRolePermissionsBoundary: the most that a role may be allowed.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> put_role_permissions_boundary(
    Context& context, const aws::iam::PutRolePermissionsBoundaryRequest& request) {
  BERTH_ASSIGN(store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  BERTH_TRY(check_boundary(context, request.permissions_boundary));
  role.boundary_arn = request.permissions_boundary;
  store::update_role(context.tx, role);
  return aws::Empty{};
}

}  // namespace berth::services::iam
