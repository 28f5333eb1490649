// iam:UpdateAccountPasswordPolicy: another password policy; what the request leaves out goes back
// to its default.
#include "services/iam/operations.h"
#include "store/iam/passwords.h"

namespace berth::services::iam {

Result<aws::Empty> update_account_password_policy(
    Context& context, const aws::iam::UpdateAccountPasswordPolicyRequest& request) {
  store::PasswordPolicyRecord policy;
  policy.minimum_length = request.minimum_password_length.value_or(6);
  policy.require_symbols = request.require_symbols.value_or(false);
  policy.require_numbers = request.require_numbers.value_or(false);
  policy.require_upper = request.require_uppercase_characters.value_or(false);
  policy.require_lower = request.require_lowercase_characters.value_or(false);
  policy.allow_change = request.allow_users_to_change_password.value_or(false);
  policy.max_age_days = request.max_password_age;
  policy.reuse_prevention = request.password_reuse_prevention;
  policy.hard_expiry = request.hard_expiry;
  store::put_password_policy(context.tx, policy);
  return aws::Empty{};
}

}  // namespace berth::services::iam
