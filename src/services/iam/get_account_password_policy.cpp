// iam:GetAccountPasswordPolicy: what passwords must be like.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/passwords.h"

namespace berth::services::iam {

Result<aws::iam::GetAccountPasswordPolicyResponse> get_account_password_policy(Context& context,
                                                                               const aws::Empty&) {
  const auto policy = store::find_password_policy(context.tx);
  if (!policy) {
    return fail(no_such_entity(fmt::format(
        "The Password Policy with domain name {} cannot be found.", context.account.str())));
  }
  aws::iam::GetAccountPasswordPolicyResponse response;
  auto& shown = response.password_policy.emplace();
  shown.minimum_password_length = static_cast<std::int32_t>(policy->minimum_length);
  shown.require_symbols = policy->require_symbols;
  shown.require_numbers = policy->require_numbers;
  shown.require_uppercase_characters = policy->require_upper;
  shown.require_lowercase_characters = policy->require_lower;
  shown.allow_users_to_change_password = policy->allow_change;
  shown.expire_passwords = policy->max_age_days.has_value();
  if (policy->max_age_days) {
    shown.max_password_age = static_cast<std::int32_t>(*policy->max_age_days);
  }
  if (policy->reuse_prevention) {
    shown.password_reuse_prevention = static_cast<std::int32_t>(*policy->reuse_prevention);
  }
  shown.hard_expiry = policy->hard_expiry;
  return response;
}

}  // namespace berth::services::iam
