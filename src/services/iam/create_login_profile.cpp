// iam:CreateLoginProfile: a password for a user.
#include <fmt/format.h>

#include "crypto/password_hash.h"
#include "services/iam/entities.h"
#include "services/iam/login_profiles.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::CreateLoginProfileResponse> create_login_profile(
    Context& context, const aws::iam::CreateLoginProfileRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  if (!request.password) {
    return fail(client_fault("ValidationError",
                             "1 validation error detected: Value at 'password' failed to satisfy "
                             "constraint: Member must not be null"));
  }
  if (store::find_login_profile(context.tx, user.id)) {
    return fail(Fault{"EntityAlreadyExists",
                      fmt::format("Login Profile for User {} already exists.", user.name),
                      409,
                      {}});
  }
  BERTH_TRY(check_password(context, *request.password));
  store::LoginProfileRecord profile;
  profile.user_id = user.id;
  profile.password_hash = crypto::hash_password(*request.password, context.random);
  profile.reset_required = request.password_reset_required.value_or(false);
  profile.created_at_ms = to_epoch_ms(context.now);
  profile.changed_at_ms = profile.created_at_ms;
  store::insert_login_profile(context.tx, profile);
  aws::iam::CreateLoginProfileResponse response;
  response.login_profile = shown_login_profile(user, profile);
  return response;
}

}  // namespace berth::services::iam
