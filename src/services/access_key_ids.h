// Ids of access keys, which hold their account where AWS's hold it: sts:GetAccessKeyInfo, and tools
// without a connection, read it from there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/strong.h"

namespace berth::services {

/// 20 characters: `prefix` ("AKIA", "ASIA") and, in base32, a set bit, the account in 40 bits and
/// 39 random ones. No secret, and no more than likely unique.
std::string new_access_key_id(Random& random, std::string_view prefix, const AccountId& account);

/// The account in an id of that form. Nothing for ids of before 2019, which have no bit set, and
/// for those that are no ids.
std::optional<AccountId> account_of_access_key_id(std::string_view id);

}  // namespace berth::services
