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

/// A session of sts:GetFederationToken by `user`, who may be the account's root.
berth::iam::Principal federated_user_principal(const AccountId& account,
                                               const berth::iam::Principal& user,
                                               std::string_view name);
/// Who bears a token of the OpenID Connect provider with this ARN.
berth::iam::Principal web_identity_principal(std::string_view provider_arn);

bool is_root(const berth::iam::Principal& principal);
bool is_role_session(const berth::iam::Principal& principal);
bool is_federated_user(const berth::iam::Principal& principal);
bool is_web_identity(const berth::iam::Principal& principal);

/// What aws:userid and GetCallerIdentity say: "AIDA…", "AROA…:session", the account of its root.
std::string user_id_of(const berth::iam::Principal& principal);

/// aws:PrincipalArn: of a role's session the role's ARN, path included; of others their own.
std::string identity_arn_of(const berth::iam::Principal& principal);

}  // namespace berth::services
