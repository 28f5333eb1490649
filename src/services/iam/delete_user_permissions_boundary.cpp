// iam:DeleteUserPermissionsBoundary: lifts the boundary of a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> delete_user_permissions_boundary(
    Context& context, const aws::iam::DeleteUserPermissionsBoundaryRequest& request) {
  BERTH_ASSIGN(store::UserRecord user, require_user(context, *request.user_name));
  user.boundary_arn.reset();
  store::update_user(context.tx, user);
  return aws::Empty{};
}

}  // namespace berth::services::iam
