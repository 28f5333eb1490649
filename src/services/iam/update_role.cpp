// iam:UpdateRole: another description or maximum session duration.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::iam::UpdateRoleResponse> update_role(Context& context,
                                                 const aws::iam::UpdateRoleRequest& request) {
  BERTH_ASSIGN(store::RoleRecord role, require_role(context, *request.role_name));
  if (request.max_session_duration && is_service_linked(role)) {
    return fail(client_fault("UnmodifiableEntity",
                             role.name + " is an AWS service linked role, max session duration "
                                         "cannot be changed."));
  }
  if (request.description) role.description = request.description;
  if (request.max_session_duration) role.max_session_seconds = *request.max_session_duration;
  store::update_role(context.tx, role);
  return aws::iam::UpdateRoleResponse{};
}

}  // namespace berth::services::iam
