// iam:GetAccountSummary: what the account has of each kind, and how much it may have. See
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html.
#include "services/iam/operations.h"
#include "services/iam/quotas.h"
#include "store/iam/counts.h"

namespace berth::services::iam {
namespace {

using Summary = std::map<std::string, std::int32_t>;

void put(Summary& summary, const char* name, std::int64_t value) {
  summary[name] = static_cast<std::int32_t>(value);
}

void add_counts(Context& context, Summary& summary) {
  put(summary, "Users", store::count_users(context.tx));
  put(summary, "Groups", store::count_groups(context.tx));
  put(summary, "Roles", store::count_roles(context.tx));
  put(summary, "InstanceProfiles", store::count_instance_profiles(context.tx));
  put(summary, "Policies", store::count_policies(context.tx));
  put(summary, "PolicyVersionsInUse", store::count_policy_versions(context.tx));
  put(summary, "Providers", store::count_identity_providers(context.tx));
  put(summary, "MFADevices", store::count_mfa_devices(context.tx));
  put(summary, "MFADevicesInUse", store::count_mfa_devices_in_use(context.tx));
  put(summary, "ServerCertificates", 0);  // Berth has none
}

/// The root user has an access key and nothing else.
void add_root(Summary& summary) {
  put(summary, "AccountAccessKeysPresent", 1);
  put(summary, "AccountMFAEnabled", 0);
  put(summary, "AccountPasswordPresent", 0);
  put(summary, "AccountSigningCertificatesPresent", 0);
}

void add_quotas(Summary& summary) {
  put(summary, "UsersQuota", kUsersPerAccount.max);
  put(summary, "GroupsQuota", kGroupsPerAccount.max);
  put(summary, "RolesQuota", kRolesPerAccount.max);
  put(summary, "InstanceProfilesQuota", kInstanceProfilesPerAccount.max);
  put(summary, "PoliciesQuota", kPoliciesPerAccount.max);
  put(summary, "PolicyVersionsInUseQuota", 10'000);
  put(summary, "ServerCertificatesQuota", 20);
  put(summary, "GroupsPerUserQuota", kGroupsPerUser.max);
  put(summary, "AccessKeysPerUserQuota", kAccessKeysPerUser.max);
  put(summary, "SigningCertificatesPerUserQuota", 2);
  put(summary, "AttachedPoliciesPerUserQuota", kPoliciesPerUser.max);
  put(summary, "AttachedPoliciesPerGroupQuota", kPoliciesPerGroup.max);
  put(summary, "AttachedPoliciesPerRoleQuota", kPoliciesPerRole.max);
  put(summary, "VersionsPerPolicyQuota", kVersionsPerPolicyMax);
  put(summary, "UserPolicySizeQuota", kUserInlineCharactersMax);
  put(summary, "GroupPolicySizeQuota", kGroupInlineCharactersMax);
  put(summary, "RolePolicySizeQuota", kRoleInlineCharactersMax);
  put(summary, "PolicySizeQuota", kPolicySize.max);
  put(summary, "AssumeRolePolicySizeQuota", kTrustPolicySize.max);
}

}  // namespace

Result<aws::iam::GetAccountSummaryResponse> get_account_summary(Context& context,
                                                                const aws::Empty&) {
  aws::iam::GetAccountSummaryResponse response;
  Summary& summary = response.summary_map.emplace();
  add_counts(context, summary);
  add_root(summary);
  add_quotas(summary);
  // The default of an account; SetSecurityTokenServicePreferences, which changes it, is not served.
  put(summary, "GlobalEndpointTokenVersion", 1);
  return response;
}

}  // namespace berth::services::iam
