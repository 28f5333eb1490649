// The counts of counts.h.
#include "store/iam/counts.h"

#include "store/rows.h"

namespace berth::store {

std::int64_t count_users(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_users");
}

std::int64_t count_groups(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_groups");
}

std::int64_t count_roles(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_roles");
}

std::int64_t count_instance_profiles(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_instance_profiles");
}

std::int64_t count_policies(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_policies");
}

std::int64_t count_policy_versions(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_policy_versions");
}

std::int64_t count_identity_providers(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_oidc_providers") +
         number_of(tx, "SELECT COUNT(*) FROM iam_saml_providers");
}

std::int64_t count_mfa_devices(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_mfa_devices");
}

std::int64_t count_mfa_devices_in_use(Transaction& tx) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_mfa_devices WHERE user_id IS NOT NULL");
}

}  // namespace berth::store
