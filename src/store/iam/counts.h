// How much of each kind an account has: what quotas and the account's summary go by.
#pragma once

#include <cstdint>

#include "store/transaction.h"

namespace berth::store {

std::int64_t count_users(Transaction& tx);
std::int64_t count_groups(Transaction& tx);
std::int64_t count_roles(Transaction& tx);
std::int64_t count_instance_profiles(Transaction& tx);
/// The account's own managed policies, and all of their versions.
std::int64_t count_policies(Transaction& tx);
std::int64_t count_policy_versions(Transaction& tx);
/// OpenID Connect's and SAML's.
std::int64_t count_identity_providers(Transaction& tx);
/// All, and those that users have.
std::int64_t count_mfa_devices(Transaction& tx);
std::int64_t count_mfa_devices_in_use(Transaction& tx);

}  // namespace berth::store
