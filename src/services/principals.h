// The principals of one account: its root user, its users, the sessions of its roles.
#pragma once

#include <string>
#include <string_view>

#include "base/strong.h"
#include "iam/request.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services {

berth::iam::Principal root_principal(const AccountId& account);
berth::iam::Principal user_principal(const AccountId& account, const store::UserRecord& user);
berth::iam::Principal role_session_principal(const AccountId& account,
                                             const store::RoleRecord& role,
                                             std::string_view session_name);

bool is_root(const berth::iam::Principal& principal);
bool is_role_session(const berth::iam::Principal& principal);

/// What aws:userid and GetCallerIdentity say: "AIDA…", "AROA…:session", the account of its root.
std::string user_id_of(const berth::iam::Principal& principal);

/// The ARN of a session's role, path included; of others their own: aws:PrincipalArn.
std::string identity_arn_of(const berth::iam::Principal& principal);

}  // namespace berth::services
