// iam:DeleteLoginProfile: takes a user's password away.
#include "services/iam/entities.h"
#include "services/iam/login_profiles.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> delete_login_profile(Context& context,
                                        const aws::iam::DeleteLoginProfileRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  BERTH_TRY(require_login_profile(context, user));
  store::delete_login_profile(context.tx, user.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
