// iam:DeleteUser: a user without keys, password, devices and policies, in no group.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "store/iam/mfa_devices.h"
#include "store/iam/passwords.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_user(Context& context, const aws::iam::DeleteUserRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  if (!store::list_access_keys(context.tx, user.id).empty()) {
    return fail(delete_conflict("Cannot delete entity, must delete access keys first."));
  }
  if (store::find_login_profile(context.tx, user.id)) {
    return fail(delete_conflict("Cannot delete entity, must delete login profile first."));
  }
  if (!store::list_mfa_devices_of(context.tx, user.id).empty()) {
    return fail(delete_conflict("Cannot delete entity, must delete MFA device first."));
  }
  BERTH_TRY(check_owner_is_bare(context, owner_of(user)));
  if (!store::groups_of_user(context.tx, user.id, "", 1).empty()) {
    return fail(delete_conflict("Cannot delete entity, must remove users from group first."));
  }
  store::delete_iam_tags(context.tx, user.id);
  store::delete_user(context.tx, user.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
