// IAM: every operation that Berth serves, and what its caller must be allowed.
#include "services/iam/access_report.h"
#include "services/iam/operations.h"
#include "services/iam/record_targets.h"
#include "services/iam/targets.h"

namespace berth::services {
namespace {

using namespace iam;  // NOLINT: the list below is easier to read so
namespace in = aws::iam;
namespace ops = aws::iam::ops;
using enum Access;

constexpr Operation kOperations[] = {
    serve<ops::CreateUser, create_user, on_new_user<in::CreateUserRequest>>(kWrite),
    serve<ops::GetUser, get_user, on_user<in::GetUserRequest>>(kRead),
    serve<ops::ListUsers, list_users, on_any_resource<in::ListUsersRequest>>(kRead),
    serve<ops::UpdateUser, update_user, on_user_update>(kWrite),
    serve<ops::DeleteUser, delete_user, on_user<in::DeleteUserRequest>>(kWrite),
    serve<ops::CreateAccessKey, create_access_key, on_user<in::CreateAccessKeyRequest>>(kWrite),
    serve<ops::ListAccessKeys, list_access_keys, on_user<in::ListAccessKeysRequest>>(kRead),
    serve<ops::UpdateAccessKey, update_access_key, on_user<in::UpdateAccessKeyRequest>>(kWrite),
    serve<ops::DeleteAccessKey, delete_access_key, on_user<in::DeleteAccessKeyRequest>>(kWrite),
    serve<ops::GetAccessKeyLastUsed, get_access_key_last_used, on_user_of_key>(kRead),
    serve<ops::PutUserPolicy, put_user_policy, on_user<in::PutUserPolicyRequest>>(kWrite),
    serve<ops::GetUserPolicy, get_user_policy, on_user<in::GetUserPolicyRequest>>(kRead),
    serve<ops::ListUserPolicies, list_user_policies, on_user<in::ListUserPoliciesRequest>>(kRead),
    serve<ops::DeleteUserPolicy, delete_user_policy, on_user<in::DeleteUserPolicyRequest>>(kWrite),
    serve<ops::AttachUserPolicy, attach_user_policy, on_user<in::AttachUserPolicyRequest>>(kWrite),
    serve<ops::DetachUserPolicy, detach_user_policy, on_user<in::DetachUserPolicyRequest>>(kWrite),
    serve<ops::ListAttachedUserPolicies, list_attached_user_policies,
          on_user<in::ListAttachedUserPoliciesRequest>>(kRead),
    serve<ops::PutUserPermissionsBoundary, put_user_permissions_boundary,
          on_user<in::PutUserPermissionsBoundaryRequest>>(kWrite),
    serve<ops::DeleteUserPermissionsBoundary, delete_user_permissions_boundary,
          on_user<in::DeleteUserPermissionsBoundaryRequest>>(kWrite),
    serve<ops::TagUser, tag_user, on_user<in::TagUserRequest>>(kWrite),
    serve<ops::UntagUser, untag_user, on_user<in::UntagUserRequest>>(kWrite),
    serve<ops::ListUserTags, list_user_tags, on_user<in::ListUserTagsRequest>>(kRead),

    serve<ops::CreateGroup, create_group, on_new_group<in::CreateGroupRequest>>(kWrite),
    serve<ops::GetGroup, get_group, on_group<in::GetGroupRequest>>(kRead),
    serve<ops::ListGroups, list_groups, on_any_resource<in::ListGroupsRequest>>(kRead),
    serve<ops::UpdateGroup, update_group, on_group_update>(kWrite),
    serve<ops::DeleteGroup, delete_group, on_group<in::DeleteGroupRequest>>(kWrite),
    serve<ops::AddUserToGroup, add_user_to_group, on_group<in::AddUserToGroupRequest>>(kWrite),
    serve<ops::RemoveUserFromGroup, remove_user_from_group,
          on_group<in::RemoveUserFromGroupRequest>>(kWrite),
    serve<ops::ListGroupsForUser, list_groups_for_user, on_user<in::ListGroupsForUserRequest>>(
        kRead),
    serve<ops::PutGroupPolicy, put_group_policy, on_group<in::PutGroupPolicyRequest>>(kWrite),
    serve<ops::GetGroupPolicy, get_group_policy, on_group<in::GetGroupPolicyRequest>>(kRead),
    serve<ops::ListGroupPolicies, list_group_policies, on_group<in::ListGroupPoliciesRequest>>(
        kRead),
    serve<ops::DeleteGroupPolicy, delete_group_policy, on_group<in::DeleteGroupPolicyRequest>>(
        kWrite),
    serve<ops::AttachGroupPolicy, attach_group_policy, on_group<in::AttachGroupPolicyRequest>>(
        kWrite),
    serve<ops::DetachGroupPolicy, detach_group_policy, on_group<in::DetachGroupPolicyRequest>>(
        kWrite),
    serve<ops::ListAttachedGroupPolicies, list_attached_group_policies,
          on_group<in::ListAttachedGroupPoliciesRequest>>(kRead),

    serve<ops::CreateRole, create_role, on_new_role<in::CreateRoleRequest>>(kWrite),
    serve<ops::GetRole, get_role, on_role<in::GetRoleRequest>>(kRead),
    serve<ops::ListRoles, list_roles, on_any_resource<in::ListRolesRequest>>(kRead),
    serve<ops::UpdateRole, update_role, on_role<in::UpdateRoleRequest>>(kWrite),
    serve<ops::UpdateRoleDescription, update_role_description,
          on_role<in::UpdateRoleDescriptionRequest>>(kWrite),
    serve<ops::UpdateAssumeRolePolicy, update_assume_role_policy,
          on_role<in::UpdateAssumeRolePolicyRequest>>(kWrite),
    serve<ops::DeleteRole, delete_role, on_role<in::DeleteRoleRequest>>(kWrite),
    serve<ops::PutRolePolicy, put_role_policy, on_role<in::PutRolePolicyRequest>>(kWrite),
    serve<ops::GetRolePolicy, get_role_policy, on_role<in::GetRolePolicyRequest>>(kRead),
    serve<ops::ListRolePolicies, list_role_policies, on_role<in::ListRolePoliciesRequest>>(kRead),
    serve<ops::DeleteRolePolicy, delete_role_policy, on_role<in::DeleteRolePolicyRequest>>(kWrite),
    serve<ops::AttachRolePolicy, attach_role_policy, on_role<in::AttachRolePolicyRequest>>(kWrite),
    serve<ops::DetachRolePolicy, detach_role_policy, on_role<in::DetachRolePolicyRequest>>(kWrite),
    serve<ops::ListAttachedRolePolicies, list_attached_role_policies,
          on_role<in::ListAttachedRolePoliciesRequest>>(kRead),
    serve<ops::PutRolePermissionsBoundary, put_role_permissions_boundary,
          on_role<in::PutRolePermissionsBoundaryRequest>>(kWrite),
    serve<ops::DeleteRolePermissionsBoundary, delete_role_permissions_boundary,
          on_role<in::DeleteRolePermissionsBoundaryRequest>>(kWrite),
    serve<ops::TagRole, tag_role, on_role<in::TagRoleRequest>>(kWrite),
    serve<ops::UntagRole, untag_role, on_role<in::UntagRoleRequest>>(kWrite),
    serve<ops::ListRoleTags, list_role_tags, on_role<in::ListRoleTagsRequest>>(kRead),

    serve<ops::CreatePolicy, create_policy, on_new_policy<in::CreatePolicyRequest>>(kWrite),
    serve<ops::GetPolicy, get_policy, on_policy<in::GetPolicyRequest>>(kRead),
    serve<ops::ListPolicies, list_policies, on_any_resource<in::ListPoliciesRequest>>(kRead),
    serve<ops::DeletePolicy, delete_policy, on_policy<in::DeletePolicyRequest>>(kWrite),
    serve<ops::CreatePolicyVersion, create_policy_version,
          on_policy<in::CreatePolicyVersionRequest>>(kWrite),
    serve<ops::GetPolicyVersion, get_policy_version, on_policy<in::GetPolicyVersionRequest>>(kRead),
    serve<ops::ListPolicyVersions, list_policy_versions, on_policy<in::ListPolicyVersionsRequest>>(
        kRead),
    serve<ops::SetDefaultPolicyVersion, set_default_policy_version,
          on_policy<in::SetDefaultPolicyVersionRequest>>(kWrite),
    serve<ops::DeletePolicyVersion, delete_policy_version,
          on_policy<in::DeletePolicyVersionRequest>>(kWrite),
    serve<ops::TagPolicy, tag_policy, on_policy<in::TagPolicyRequest>>(kWrite),
    serve<ops::UntagPolicy, untag_policy, on_policy<in::UntagPolicyRequest>>(kWrite),
    serve<ops::ListPolicyTags, list_policy_tags, on_policy<in::ListPolicyTagsRequest>>(kRead),
    serve<ops::ListEntitiesForPolicy, list_entities_for_policy,
          on_policy<in::ListEntitiesForPolicyRequest>>(kRead),

    serve<ops::CreateInstanceProfile, create_instance_profile,
          on_new_instance_profile<in::CreateInstanceProfileRequest>>(kWrite),
    serve<ops::GetInstanceProfile, get_instance_profile,
          on_instance_profile<in::GetInstanceProfileRequest>>(kRead),
    serve<ops::ListInstanceProfiles, list_instance_profiles,
          on_any_resource<in::ListInstanceProfilesRequest>>(kRead),
    serve<ops::ListInstanceProfilesForRole, list_instance_profiles_for_role,
          on_role<in::ListInstanceProfilesForRoleRequest>>(kRead),
    serve<ops::AddRoleToInstanceProfile, add_role_to_instance_profile,
          on_instance_profile_and_role>(kWrite),
    serve<ops::RemoveRoleFromInstanceProfile, remove_role_from_instance_profile,
          on_instance_profile<in::RemoveRoleFromInstanceProfileRequest>>(kWrite),
    serve<ops::DeleteInstanceProfile, delete_instance_profile,
          on_instance_profile<in::DeleteInstanceProfileRequest>>(kWrite),
    serve<ops::TagInstanceProfile, tag_instance_profile,
          on_instance_profile<in::TagInstanceProfileRequest>>(kWrite),
    serve<ops::UntagInstanceProfile, untag_instance_profile,
          on_instance_profile<in::UntagInstanceProfileRequest>>(kWrite),
    serve<ops::ListInstanceProfileTags, list_instance_profile_tags,
          on_instance_profile<in::ListInstanceProfileTagsRequest>>(kRead),

    serve<ops::CreateAccountAlias, create_account_alias,
          on_any_resource<in::CreateAccountAliasRequest>>(kWrite),
    serve<ops::ListAccountAliases, list_account_aliases,
          on_any_resource<in::ListAccountAliasesRequest>>(kRead),
    serve<ops::DeleteAccountAlias, delete_account_alias,
          on_any_resource<in::DeleteAccountAliasRequest>>(kWrite),
    serve<ops::GetAccountAuthorizationDetails, get_account_authorization_details,
          on_any_resource<in::GetAccountAuthorizationDetailsRequest>>(kRead),
    serve<ops::GetAccountSummary, get_account_summary, on_any_resource<aws::Empty>>(kRead),
    serve<ops::ListPoliciesGrantingServiceAccess, list_policies_granting_service_access, on_arn>(
        kRead),

    serve<ops::CreateOpenIDConnectProvider, create_open_id_connect_provider, on_new_oidc_provider>(
        kWrite),
    serve<ops::GetOpenIDConnectProvider, get_open_id_connect_provider,
          on_oidc_provider<in::GetOpenIDConnectProviderRequest>>(kRead),
    serve<ops::ListOpenIDConnectProviders, list_open_id_connect_providers,
          on_any_resource<in::ListOpenIDConnectProvidersRequest>>(kRead),
    serve<ops::DeleteOpenIDConnectProvider, delete_open_id_connect_provider,
          on_oidc_provider<in::DeleteOpenIDConnectProviderRequest>>(kWrite),
    serve<ops::AddClientIDToOpenIDConnectProvider, add_client_id_to_open_id_connect_provider,
          on_oidc_provider<in::AddClientIDToOpenIDConnectProviderRequest>>(kWrite),
    serve<ops::RemoveClientIDFromOpenIDConnectProvider,
          remove_client_id_from_open_id_connect_provider,
          on_oidc_provider<in::RemoveClientIDFromOpenIDConnectProviderRequest>>(kWrite),
    serve<ops::UpdateOpenIDConnectProviderThumbprint, update_open_id_connect_provider_thumbprint,
          on_oidc_provider<in::UpdateOpenIDConnectProviderThumbprintRequest>>(kWrite),
    serve<ops::TagOpenIDConnectProvider, tag_open_id_connect_provider,
          on_oidc_provider<in::TagOpenIDConnectProviderRequest>>(kWrite),
    serve<ops::UntagOpenIDConnectProvider, untag_open_id_connect_provider,
          on_oidc_provider<in::UntagOpenIDConnectProviderRequest>>(kWrite),
    serve<ops::ListOpenIDConnectProviderTags, list_open_id_connect_provider_tags,
          on_oidc_provider<in::ListOpenIDConnectProviderTagsRequest>>(kRead),

    serve<ops::CreateSAMLProvider, create_saml_provider, on_new_saml_provider>(kWrite),
    serve<ops::GetSAMLProvider, get_saml_provider, on_saml_provider<in::GetSAMLProviderRequest>>(
        kRead),
    serve<ops::ListSAMLProviders, list_saml_providers,
          on_any_resource<in::ListSAMLProvidersRequest>>(kRead),
    serve<ops::UpdateSAMLProvider, update_saml_provider,
          on_saml_provider<in::UpdateSAMLProviderRequest>>(kWrite),
    serve<ops::DeleteSAMLProvider, delete_saml_provider,
          on_saml_provider<in::DeleteSAMLProviderRequest>>(kWrite),
    serve<ops::TagSAMLProvider, tag_saml_provider, on_saml_provider<in::TagSAMLProviderRequest>>(
        kWrite),
    serve<ops::UntagSAMLProvider, untag_saml_provider,
          on_saml_provider<in::UntagSAMLProviderRequest>>(kWrite),
    serve<ops::ListSAMLProviderTags, list_saml_provider_tags,
          on_saml_provider<in::ListSAMLProviderTagsRequest>>(kRead),

    serve<ops::CreateServiceLinkedRole, create_service_linked_role, on_new_service_linked_role>(
        kWrite),
    serve<ops::DeleteServiceLinkedRole, delete_service_linked_role,
          on_role<in::DeleteServiceLinkedRoleRequest>>(kWrite),
    serve<ops::GetServiceLinkedRoleDeletionStatus, get_service_linked_role_deletion_status,
          on_role_deletion>(kRead),

    serve<ops::CreateLoginProfile, create_login_profile, on_user<in::CreateLoginProfileRequest>>(
        kWrite),
    serve<ops::GetLoginProfile, get_login_profile, on_user<in::GetLoginProfileRequest>>(kRead),
    serve<ops::UpdateLoginProfile, update_login_profile, on_user<in::UpdateLoginProfileRequest>>(
        kWrite),
    serve<ops::DeleteLoginProfile, delete_login_profile, on_user<in::DeleteLoginProfileRequest>>(
        kWrite),
    serve<ops::ChangePassword, change_password, on_own_password>(kWrite),
    serve<ops::GetAccountPasswordPolicy, get_account_password_policy, on_any_resource<aws::Empty>>(
        kRead),
    serve<ops::UpdateAccountPasswordPolicy, update_account_password_policy,
          on_any_resource<in::UpdateAccountPasswordPolicyRequest>>(kWrite),
    serve<ops::DeleteAccountPasswordPolicy, delete_account_password_policy,
          on_any_resource<aws::Empty>>(kWrite),

    serve<ops::CreateVirtualMFADevice, create_virtual_mfa_device, on_new_mfa_device>(kWrite),
    serve<ops::EnableMFADevice, enable_mfa_device, on_user<in::EnableMFADeviceRequest>>(kWrite),
    serve<ops::ResyncMFADevice, resync_mfa_device, on_user<in::ResyncMFADeviceRequest>>(kWrite),
    serve<ops::DeactivateMFADevice, deactivate_mfa_device, on_user<in::DeactivateMFADeviceRequest>>(
        kWrite),
    serve<ops::DeleteVirtualMFADevice, delete_virtual_mfa_device,
          on_mfa_device<in::DeleteVirtualMFADeviceRequest>>(kWrite),
    serve<ops::ListMFADevices, list_mfa_devices, on_user<in::ListMFADevicesRequest>>(kRead),
    serve<ops::ListVirtualMFADevices, list_virtual_mfa_devices,
          on_any_resource<in::ListVirtualMFADevicesRequest>>(kRead),
    serve<ops::GetMFADevice, get_mfa_device, on_user_of_mfa_device>(kRead),
    serve<ops::TagMFADevice, tag_mfa_device, on_mfa_device<in::TagMFADeviceRequest>>(kWrite),
    serve<ops::UntagMFADevice, untag_mfa_device, on_mfa_device<in::UntagMFADeviceRequest>>(kWrite),
    serve<ops::ListMFADeviceTags, list_mfa_device_tags,
          on_mfa_device<in::ListMFADeviceTagsRequest>>(kRead),

    serve<ops::GenerateCredentialReport, generate_credential_report, on_any_resource<aws::Empty>>(
        kWrite),
    serve<ops::GetCredentialReport, get_credential_report, on_any_resource<aws::Empty>>(kRead),
    serve<ops::GenerateServiceLastAccessedDetails, generate_service_last_accessed_details,
          on_report_subject>(kWrite),
    serve<ops::GetServiceLastAccessedDetails, get_service_last_accessed_details,
          on_any_resource<in::GetServiceLastAccessedDetailsRequest>>(kRead),
    serve<ops::GetServiceLastAccessedDetailsWithEntities,
          get_service_last_accessed_details_with_entities,
          on_any_resource<in::GetServiceLastAccessedDetailsWithEntitiesRequest>>(kRead),

    serve<ops::SimulateCustomPolicy, simulate_custom_policy,
          on_any_resource<in::SimulateCustomPolicyRequest>>(kRead),
    serve<ops::SimulatePrincipalPolicy, simulate_principal_policy,
          on_policy_source<in::SimulatePrincipalPolicyRequest>>(kRead),
    serve<ops::GetContextKeysForCustomPolicy, get_context_keys_for_custom_policy,
          on_any_resource<in::GetContextKeysForCustomPolicyRequest>>(kRead),
    serve<ops::GetContextKeysForPrincipalPolicy, get_context_keys_for_principal_policy,
          on_policy_source<in::GetContextKeysForPrincipalPolicyRequest>>(kRead),
};

}  // namespace

std::span<const Operation> iam_operations() {
  return kOperations;
}

}  // namespace berth::services
