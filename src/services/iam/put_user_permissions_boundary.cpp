// iam:PutUserPermissionsBoundary: the most that a user may be allowed.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> put_user_permissions_boundary(
    Context& context, const aws::iam::PutUserPermissionsBoundaryRequest& request) {
  BERTH_ASSIGN(store::UserRecord user, require_user(context, *request.user_name));
  BERTH_TRY(check_boundary(context, request.permissions_boundary));
  user.boundary_arn = request.permissions_boundary;
  store::update_user(context.tx, user);
  return aws::Empty{};
}

}  // namespace berth::services::iam
