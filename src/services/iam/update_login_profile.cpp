// iam:UpdateLoginProfile: another password for a user, by who manages it.
#include "services/iam/entities.h"
#include "services/iam/login_profiles.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> update_login_profile(Context& context,
                                        const aws::iam::UpdateLoginProfileRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(auto profile, require_login_profile(context, user));
  if (request.password) BERTH_TRY(replace_password(context, profile, *request.password));
  profile.reset_required = request.password_reset_required.value_or(profile.reset_required);
  store::update_login_profile(context.tx, profile);
  return aws::Empty{};
}

}  // namespace berth::services::iam
