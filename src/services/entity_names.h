// How users, roles and their sessions are named: ARNs and unique ids.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/strong.h"

namespace berth::services {

/// "arn:aws:iam::ACCOUNT:KIND/path/name", where `path` begins and ends with a slash.
std::string iam_arn(const AccountId& account, std::string_view kind, std::string_view path,
                    std::string_view name);
/// "arn:aws:iam::ACCOUNT:root"
std::string root_arn(const AccountId& account);
/// "arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION": the role's path is not in it.
std::string session_arn(const AccountId& account, std::string_view role_name,
                        std::string_view session_name);

/// "arn:aws:iam::ACCOUNT:oidc-provider/NAME", where `name` is the provider's URL without a scheme.
std::string oidc_provider_arn(const AccountId& account, std::string_view name);

/// An ARN of IAM taken apart; the views point into its text.
struct EntityName {
  std::string_view account;
  std::string_view kind;  ///< "role", "user", "policy", "instance-profile"; "root" has no name
  std::string_view path;  ///< "/" or "/a/b/"
  std::string_view name;
};
std::optional<EntityName> parse_iam_arn(std::string_view arn);

/// A unique id that begins with `prefix` ("AROA", "AIDA", "ANPA", "AIPA"): 21 characters.
std::string new_unique_id(Random& random, std::string_view prefix);

}  // namespace berth::services
