// iam:GetLoginProfile: whether a user has a password.
#include "services/iam/entities.h"
#include "services/iam/login_profiles.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetLoginProfileResponse> get_login_profile(
    Context& context, const aws::iam::GetLoginProfileRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  BERTH_ASSIGN(const auto profile, require_login_profile(context, user));
  aws::iam::GetLoginProfileResponse response;
  response.login_profile = shown_login_profile(user, profile);
  return response;
}

}  // namespace berth::services::iam
