// iam:DeleteUser: a user without keys and policies.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_user(Context& context, const aws::iam::DeleteUserRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  if (!store::list_access_keys(context.tx, user.id).empty()) {
    return fail(
        Fault{"DeleteConflict", "Cannot delete entity, must delete access keys first.", 409, {}});
  }
  BERTH_TRY(check_owner_is_bare(context, owner_of(user)));
  store::delete_iam_tags(context.tx, user.id);
  store::delete_user(context.tx, user.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
