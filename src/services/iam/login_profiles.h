// Users' passwords: what they must be like, and how they are replaced.
#pragma once

#include <string>
#include <string_view>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/passwords.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// Fault NoSuchEntity.
Result<store::LoginProfileRecord> require_login_profile(Context& context,
                                                        const store::UserRecord& user);

aws::iam::LoginProfile shown_login_profile(const store::UserRecord& user,
                                           const store::LoginProfileRecord& profile);

/// PasswordPolicyViolation where the account's password policy, or AWS's default where there is
/// none ("Default password policy", IAM User Guide), does not allow the password.
Result<void> check_password(Context& context, const std::string& password);

/// Puts another password into the profile, which is to be written then. PasswordPolicyViolation as
/// above, and where the password was used before and the policy minds.
Result<void> replace_password(Context& context, store::LoginProfileRecord& profile,
                              const std::string& password);

}  // namespace berth::services::iam
