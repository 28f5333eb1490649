// iam:ChangePassword: another password, by the user itself.
#include "crypto/password_hash.h"
#include "services/iam/entities.h"
#include "services/iam/login_profiles.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> change_password(Context& context,
                                   const aws::iam::ChangePasswordRequest& request) {
  const auto user = calling_user(context);
  if (!user) {
    return fail(client_fault("InvalidUserType", "Only IAM Users can change their own password."));
  }
  BERTH_ASSIGN(auto profile, require_login_profile(context, *user));
  if (!crypto::verify_password(*request.old_password, profile.password_hash)) {
    return fail(Fault{"AccessDenied", "The old password was incorrect.", 403, {}});
  }
  BERTH_TRY(replace_password(context, profile, *request.new_password));
  profile.reset_required = false;
  store::update_login_profile(context.tx, profile);
  return aws::Empty{};
}

}  // namespace berth::services::iam
