// Trust policies as roles keep them: a user or role in them is meant by its unique id, so that one
// of the same name made later is not trusted.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/strong.h"
#include "store/transaction.h"

namespace berth::services {

/// `document` with the ARN of each of the account's users, roles and roles' sessions, where it
/// stands as an AWS principal, replaced by the unique id ("AROA…:session" for a session); the rest
/// of the text stays to the byte. MalformedPolicyDocument where there is no such user or role, or
/// none of a unique id, or the text is no JSON. Principals of other accounts cannot be looked for
/// and are taken as they are.
Result<std::string> pinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                        const std::string& document);

/// MalformedPolicyDocument where `document` names a service that AWS does not have
/// (service_principals.h).
Result<void> check_service_principals(const std::string& document);

/// The other way: unique ids turn into the ARNs of today. Those of users and roles that are gone
/// stay, and match nobody.
std::string unpinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                  const std::string& document);

}  // namespace berth::services
