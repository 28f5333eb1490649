// Trust policies as roles keep them: a user or role in them is meant by its unique id, so that one
// of the same name made later is not trusted.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/strong.h"
#include "store/transaction.h"

namespace berth::services {

/// `document` with the ARN of each of the account's users and roles, where it stands as an AWS
/// principal, replaced by the unique id; the rest of the text stays to the byte.
/// MalformedPolicyDocument where there is no such user or role, or the text is no JSON.
Result<std::string> pinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                        const std::string& document);

/// The other way: unique ids turn into the ARNs of today. Those of users and roles that are gone
/// stay, and match nobody.
std::string unpinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                  const std::string& document);

}  // namespace berth::services
