// One place where the ARNs and ids of principals are put together.
#include "services/principals.h"

#include <fmt/format.h>

#include "services/entity_names.h"

namespace berth::services {

iam::Principal root_principal(const AccountId& account) {
  const std::string arn = fmt::format("arn:aws:iam::{}:root", account.str());
  return {iam::Principal::Kind::kRoot, arn, account.str(), arn, account.str(), account.str()};
}

iam::Principal user_principal(const AccountId& account, const store::UserRecord& user) {
  const std::string arn = iam_arn(account, "user", user.path, user.name);
  return {iam::Principal::Kind::kUser, arn, account.str(), arn, user.id, user.id};
}

iam::Principal role_session_principal(const AccountId& account, const store::RoleRecord& role,
                                      std::string_view session_name) {
  return {iam::Principal::Kind::kRoleSession,
          fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account.str(), role.name, session_name),
          account.str(),
          iam_arn(account, "role", role.path, role.name),
          role.id,
          fmt::format("{}:{}", role.id, session_name)};
}

iam::Principal federated_user_principal(const AccountId& account, const iam::Principal& user,
                                        std::string_view name) {
  return {iam::Principal::Kind::kFederatedUser,
          fmt::format("arn:aws:sts::{}:federated-user/{}", account.str(), name),
          account.str(),
          user.identity_arn,
          user.unique_id,
          fmt::format("{}:{}", account.str(), name)};
}

iam::Principal web_identity_principal(std::string_view provider_arn) {
  const std::string arn(provider_arn);
  return {iam::Principal::Kind::kWebIdentity, arn, {}, arn, {}, arn};
}

bool is_root(const iam::Principal& principal) {
  return principal.kind == iam::Principal::Kind::kRoot;
}

bool is_role_session(const iam::Principal& principal) {
  return principal.kind == iam::Principal::Kind::kRoleSession;
}

bool is_federated_user(const iam::Principal& principal) {
  return principal.kind == iam::Principal::Kind::kFederatedUser;
}

bool is_web_identity(const iam::Principal& principal) {
  return principal.kind == iam::Principal::Kind::kWebIdentity;
}

std::string user_id_of(const iam::Principal& principal) {
  return principal.user_id;
}

std::string identity_arn_of(const iam::Principal& principal) {
  return is_federated_user(principal) ? principal.arn : principal.identity_arn;
}

}  // namespace berth::services
