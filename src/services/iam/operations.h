// The operations of IAM that Berth serves, each in the file of its name.
#pragma once

#include "aws/models/iam.h"
#include "aws/operation.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::iam {

Result<aws::iam::CreateUserResponse> create_user(Context&, const aws::iam::CreateUserRequest&);
Result<aws::iam::GetUserResponse> get_user(Context&, const aws::iam::GetUserRequest&);
Result<aws::iam::ListUsersResponse> list_users(Context&, const aws::iam::ListUsersRequest&);
Result<aws::Empty> update_user(Context&, const aws::iam::UpdateUserRequest&);
Result<aws::Empty> delete_user(Context&, const aws::iam::DeleteUserRequest&);
Result<aws::iam::CreateAccessKeyResponse> create_access_key(
    Context&, const aws::iam::CreateAccessKeyRequest&);
Result<aws::iam::ListAccessKeysResponse> list_access_keys(Context&,
                                                          const aws::iam::ListAccessKeysRequest&);
Result<aws::Empty> update_access_key(Context&, const aws::iam::UpdateAccessKeyRequest&);
Result<aws::Empty> delete_access_key(Context&, const aws::iam::DeleteAccessKeyRequest&);
Result<aws::iam::GetAccessKeyLastUsedResponse> get_access_key_last_used(
    Context&, const aws::iam::GetAccessKeyLastUsedRequest&);
Result<aws::iam::CreateRoleResponse> create_role(Context&, const aws::iam::CreateRoleRequest&);
Result<aws::iam::GetRoleResponse> get_role(Context&, const aws::iam::GetRoleRequest&);
Result<aws::iam::ListRolesResponse> list_roles(Context&, const aws::iam::ListRolesRequest&);
Result<aws::iam::UpdateRoleResponse> update_role(Context&, const aws::iam::UpdateRoleRequest&);
Result<aws::iam::UpdateRoleDescriptionResponse> update_role_description(
    Context&, const aws::iam::UpdateRoleDescriptionRequest&);
Result<aws::Empty> update_assume_role_policy(Context&,
                                             const aws::iam::UpdateAssumeRolePolicyRequest&);
Result<aws::Empty> delete_role(Context&, const aws::iam::DeleteRoleRequest&);
Result<aws::Empty> put_role_policy(Context&, const aws::iam::PutRolePolicyRequest&);
Result<aws::iam::GetRolePolicyResponse> get_role_policy(Context&,
                                                        const aws::iam::GetRolePolicyRequest&);
Result<aws::iam::ListRolePoliciesResponse> list_role_policies(
    Context&, const aws::iam::ListRolePoliciesRequest&);
Result<aws::Empty> delete_role_policy(Context&, const aws::iam::DeleteRolePolicyRequest&);
Result<aws::Empty> put_user_policy(Context&, const aws::iam::PutUserPolicyRequest&);
Result<aws::iam::GetUserPolicyResponse> get_user_policy(Context&,
                                                        const aws::iam::GetUserPolicyRequest&);
Result<aws::iam::ListUserPoliciesResponse> list_user_policies(
    Context&, const aws::iam::ListUserPoliciesRequest&);
Result<aws::Empty> delete_user_policy(Context&, const aws::iam::DeleteUserPolicyRequest&);
Result<aws::iam::CreatePolicyResponse> create_policy(Context&,
                                                     const aws::iam::CreatePolicyRequest&);
Result<aws::iam::GetPolicyResponse> get_policy(Context&, const aws::iam::GetPolicyRequest&);
Result<aws::iam::ListPoliciesResponse> list_policies(Context&,
                                                     const aws::iam::ListPoliciesRequest&);
Result<aws::Empty> delete_policy(Context&, const aws::iam::DeletePolicyRequest&);
Result<aws::iam::CreatePolicyVersionResponse> create_policy_version(
    Context&, const aws::iam::CreatePolicyVersionRequest&);
Result<aws::iam::GetPolicyVersionResponse> get_policy_version(
    Context&, const aws::iam::GetPolicyVersionRequest&);
Result<aws::iam::ListPolicyVersionsResponse> list_policy_versions(
    Context&, const aws::iam::ListPolicyVersionsRequest&);
Result<aws::Empty> set_default_policy_version(Context&,
                                              const aws::iam::SetDefaultPolicyVersionRequest&);
Result<aws::Empty> delete_policy_version(Context&, const aws::iam::DeletePolicyVersionRequest&);
Result<aws::Empty> attach_role_policy(Context&, const aws::iam::AttachRolePolicyRequest&);
Result<aws::Empty> detach_role_policy(Context&, const aws::iam::DetachRolePolicyRequest&);
Result<aws::iam::ListAttachedRolePoliciesResponse> list_attached_role_policies(
    Context&, const aws::iam::ListAttachedRolePoliciesRequest&);
Result<aws::Empty> attach_user_policy(Context&, const aws::iam::AttachUserPolicyRequest&);
Result<aws::Empty> detach_user_policy(Context&, const aws::iam::DetachUserPolicyRequest&);
Result<aws::iam::ListAttachedUserPoliciesResponse> list_attached_user_policies(
    Context&, const aws::iam::ListAttachedUserPoliciesRequest&);
Result<aws::Empty> put_role_permissions_boundary(
    Context&, const aws::iam::PutRolePermissionsBoundaryRequest&);
Result<aws::Empty> delete_role_permissions_boundary(
    Context&, const aws::iam::DeleteRolePermissionsBoundaryRequest&);
Result<aws::Empty> put_user_permissions_boundary(
    Context&, const aws::iam::PutUserPermissionsBoundaryRequest&);
Result<aws::Empty> delete_user_permissions_boundary(
    Context&, const aws::iam::DeleteUserPermissionsBoundaryRequest&);
Result<aws::iam::CreateInstanceProfileResponse> create_instance_profile(
    Context&, const aws::iam::CreateInstanceProfileRequest&);
Result<aws::iam::GetInstanceProfileResponse> get_instance_profile(
    Context&, const aws::iam::GetInstanceProfileRequest&);
Result<aws::iam::ListInstanceProfilesResponse> list_instance_profiles(
    Context&, const aws::iam::ListInstanceProfilesRequest&);
Result<aws::iam::ListInstanceProfilesForRoleResponse> list_instance_profiles_for_role(
    Context&, const aws::iam::ListInstanceProfilesForRoleRequest&);
Result<aws::Empty> add_role_to_instance_profile(Context&,
                                                const aws::iam::AddRoleToInstanceProfileRequest&);
Result<aws::Empty> remove_role_from_instance_profile(
    Context&, const aws::iam::RemoveRoleFromInstanceProfileRequest&);
Result<aws::Empty> delete_instance_profile(Context&, const aws::iam::DeleteInstanceProfileRequest&);
Result<aws::Empty> tag_role(Context&, const aws::iam::TagRoleRequest&);
Result<aws::Empty> untag_role(Context&, const aws::iam::UntagRoleRequest&);
Result<aws::iam::ListRoleTagsResponse> list_role_tags(Context&,
                                                      const aws::iam::ListRoleTagsRequest&);
Result<aws::Empty> tag_user(Context&, const aws::iam::TagUserRequest&);
Result<aws::Empty> untag_user(Context&, const aws::iam::UntagUserRequest&);
Result<aws::iam::ListUserTagsResponse> list_user_tags(Context&,
                                                      const aws::iam::ListUserTagsRequest&);
Result<aws::iam::CreateGroupResponse> create_group(Context&, const aws::iam::CreateGroupRequest&);
Result<aws::iam::GetGroupResponse> get_group(Context&, const aws::iam::GetGroupRequest&);
Result<aws::iam::ListGroupsResponse> list_groups(Context&, const aws::iam::ListGroupsRequest&);
Result<aws::Empty> update_group(Context&, const aws::iam::UpdateGroupRequest&);
Result<aws::Empty> delete_group(Context&, const aws::iam::DeleteGroupRequest&);
Result<aws::Empty> add_user_to_group(Context&, const aws::iam::AddUserToGroupRequest&);
Result<aws::Empty> remove_user_from_group(Context&, const aws::iam::RemoveUserFromGroupRequest&);
Result<aws::iam::ListGroupsForUserResponse> list_groups_for_user(
    Context&, const aws::iam::ListGroupsForUserRequest&);
Result<aws::Empty> put_group_policy(Context&, const aws::iam::PutGroupPolicyRequest&);
Result<aws::iam::GetGroupPolicyResponse> get_group_policy(Context&,
                                                          const aws::iam::GetGroupPolicyRequest&);
Result<aws::iam::ListGroupPoliciesResponse> list_group_policies(
    Context&, const aws::iam::ListGroupPoliciesRequest&);
Result<aws::Empty> delete_group_policy(Context&, const aws::iam::DeleteGroupPolicyRequest&);
Result<aws::Empty> attach_group_policy(Context&, const aws::iam::AttachGroupPolicyRequest&);
Result<aws::Empty> detach_group_policy(Context&, const aws::iam::DetachGroupPolicyRequest&);
Result<aws::iam::ListAttachedGroupPoliciesResponse> list_attached_group_policies(
    Context&, const aws::iam::ListAttachedGroupPoliciesRequest&);
Result<aws::Empty> tag_policy(Context&, const aws::iam::TagPolicyRequest&);
Result<aws::Empty> untag_policy(Context&, const aws::iam::UntagPolicyRequest&);
Result<aws::iam::ListPolicyTagsResponse> list_policy_tags(Context&,
                                                          const aws::iam::ListPolicyTagsRequest&);
Result<aws::Empty> tag_instance_profile(Context&, const aws::iam::TagInstanceProfileRequest&);
Result<aws::Empty> untag_instance_profile(Context&, const aws::iam::UntagInstanceProfileRequest&);
Result<aws::iam::ListInstanceProfileTagsResponse> list_instance_profile_tags(
    Context&, const aws::iam::ListInstanceProfileTagsRequest&);
Result<aws::iam::ListEntitiesForPolicyResponse> list_entities_for_policy(
    Context&, const aws::iam::ListEntitiesForPolicyRequest&);
Result<aws::iam::ListPoliciesGrantingServiceAccessResponse> list_policies_granting_service_access(
    Context&, const aws::iam::ListPoliciesGrantingServiceAccessRequest&);
Result<aws::Empty> create_account_alias(Context&, const aws::iam::CreateAccountAliasRequest&);
Result<aws::iam::ListAccountAliasesResponse> list_account_aliases(
    Context&, const aws::iam::ListAccountAliasesRequest&);
Result<aws::Empty> delete_account_alias(Context&, const aws::iam::DeleteAccountAliasRequest&);
Result<aws::iam::GetAccountAuthorizationDetailsResponse> get_account_authorization_details(
    Context&, const aws::iam::GetAccountAuthorizationDetailsRequest&);
Result<aws::iam::GetAccountSummaryResponse> get_account_summary(Context&, const aws::Empty&);

Result<aws::iam::CreateOpenIDConnectProviderResponse> create_open_id_connect_provider(
    Context&, const aws::iam::CreateOpenIDConnectProviderRequest&);
Result<aws::iam::GetOpenIDConnectProviderResponse> get_open_id_connect_provider(
    Context&, const aws::iam::GetOpenIDConnectProviderRequest&);
Result<aws::iam::ListOpenIDConnectProvidersResponse> list_open_id_connect_providers(
    Context&, const aws::iam::ListOpenIDConnectProvidersRequest&);
Result<aws::Empty> delete_open_id_connect_provider(
    Context&, const aws::iam::DeleteOpenIDConnectProviderRequest&);
Result<aws::Empty> add_client_id_to_open_id_connect_provider(
    Context&, const aws::iam::AddClientIDToOpenIDConnectProviderRequest&);
Result<aws::Empty> remove_client_id_from_open_id_connect_provider(
    Context&, const aws::iam::RemoveClientIDFromOpenIDConnectProviderRequest&);
Result<aws::Empty> update_open_id_connect_provider_thumbprint(
    Context&, const aws::iam::UpdateOpenIDConnectProviderThumbprintRequest&);
Result<aws::Empty> tag_open_id_connect_provider(Context&,
                                                const aws::iam::TagOpenIDConnectProviderRequest&);
Result<aws::Empty> untag_open_id_connect_provider(
    Context&, const aws::iam::UntagOpenIDConnectProviderRequest&);
Result<aws::iam::ListOpenIDConnectProviderTagsResponse> list_open_id_connect_provider_tags(
    Context&, const aws::iam::ListOpenIDConnectProviderTagsRequest&);
Result<aws::iam::CreateSAMLProviderResponse> create_saml_provider(
    Context&, const aws::iam::CreateSAMLProviderRequest&);
Result<aws::iam::GetSAMLProviderResponse> get_saml_provider(
    Context&, const aws::iam::GetSAMLProviderRequest&);
Result<aws::iam::ListSAMLProvidersResponse> list_saml_providers(
    Context&, const aws::iam::ListSAMLProvidersRequest&);
Result<aws::iam::UpdateSAMLProviderResponse> update_saml_provider(
    Context&, const aws::iam::UpdateSAMLProviderRequest&);
Result<aws::Empty> delete_saml_provider(Context&, const aws::iam::DeleteSAMLProviderRequest&);
Result<aws::Empty> tag_saml_provider(Context&, const aws::iam::TagSAMLProviderRequest&);
Result<aws::Empty> untag_saml_provider(Context&, const aws::iam::UntagSAMLProviderRequest&);
Result<aws::iam::ListSAMLProviderTagsResponse> list_saml_provider_tags(
    Context&, const aws::iam::ListSAMLProviderTagsRequest&);
Result<aws::iam::CreateServiceLinkedRoleResponse> create_service_linked_role(
    Context&, const aws::iam::CreateServiceLinkedRoleRequest&);
Result<aws::iam::DeleteServiceLinkedRoleResponse> delete_service_linked_role(
    Context&, const aws::iam::DeleteServiceLinkedRoleRequest&);
Result<aws::iam::GetServiceLinkedRoleDeletionStatusResponse>
get_service_linked_role_deletion_status(Context&,
                                        const aws::iam::GetServiceLinkedRoleDeletionStatusRequest&);
Result<aws::iam::CreateLoginProfileResponse> create_login_profile(
    Context&, const aws::iam::CreateLoginProfileRequest&);
Result<aws::iam::GetLoginProfileResponse> get_login_profile(
    Context&, const aws::iam::GetLoginProfileRequest&);
Result<aws::Empty> update_login_profile(Context&, const aws::iam::UpdateLoginProfileRequest&);
Result<aws::Empty> delete_login_profile(Context&, const aws::iam::DeleteLoginProfileRequest&);
Result<aws::Empty> change_password(Context&, const aws::iam::ChangePasswordRequest&);
Result<aws::iam::GetAccountPasswordPolicyResponse> get_account_password_policy(Context&,
                                                                               const aws::Empty&);
Result<aws::Empty> update_account_password_policy(
    Context&, const aws::iam::UpdateAccountPasswordPolicyRequest&);
Result<aws::Empty> delete_account_password_policy(Context&, const aws::Empty&);
Result<aws::iam::CreateVirtualMFADeviceResponse> create_virtual_mfa_device(
    Context&, const aws::iam::CreateVirtualMFADeviceRequest&);
Result<aws::Empty> enable_mfa_device(Context&, const aws::iam::EnableMFADeviceRequest&);
Result<aws::Empty> resync_mfa_device(Context&, const aws::iam::ResyncMFADeviceRequest&);
Result<aws::Empty> deactivate_mfa_device(Context&, const aws::iam::DeactivateMFADeviceRequest&);
Result<aws::Empty> delete_virtual_mfa_device(Context&,
                                             const aws::iam::DeleteVirtualMFADeviceRequest&);
Result<aws::iam::ListMFADevicesResponse> list_mfa_devices(Context&,
                                                          const aws::iam::ListMFADevicesRequest&);
Result<aws::iam::ListVirtualMFADevicesResponse> list_virtual_mfa_devices(
    Context&, const aws::iam::ListVirtualMFADevicesRequest&);
Result<aws::iam::GetMFADeviceResponse> get_mfa_device(Context&,
                                                      const aws::iam::GetMFADeviceRequest&);
Result<aws::Empty> tag_mfa_device(Context&, const aws::iam::TagMFADeviceRequest&);
Result<aws::Empty> untag_mfa_device(Context&, const aws::iam::UntagMFADeviceRequest&);
Result<aws::iam::ListMFADeviceTagsResponse> list_mfa_device_tags(
    Context&, const aws::iam::ListMFADeviceTagsRequest&);
Result<aws::iam::GenerateCredentialReportResponse> generate_credential_report(Context&,
                                                                              const aws::Empty&);
Result<aws::iam::GetCredentialReportResponse> get_credential_report(Context&, const aws::Empty&);
Result<aws::iam::GenerateServiceLastAccessedDetailsResponse> generate_service_last_accessed_details(
    Context&, const aws::iam::GenerateServiceLastAccessedDetailsRequest&);
Result<aws::iam::GetServiceLastAccessedDetailsResponse> get_service_last_accessed_details(
    Context&, const aws::iam::GetServiceLastAccessedDetailsRequest&);
Result<aws::iam::GetServiceLastAccessedDetailsWithEntitiesResponse>
get_service_last_accessed_details_with_entities(
    Context&, const aws::iam::GetServiceLastAccessedDetailsWithEntitiesRequest&);
Result<aws::iam::SimulatePolicyResponse> simulate_custom_policy(
    Context&, const aws::iam::SimulateCustomPolicyRequest&);
Result<aws::iam::SimulatePolicyResponse> simulate_principal_policy(
    Context&, const aws::iam::SimulatePrincipalPolicyRequest&);
Result<aws::iam::GetContextKeysForPolicyResponse> get_context_keys_for_custom_policy(
    Context&, const aws::iam::GetContextKeysForCustomPolicyRequest&);
Result<aws::iam::GetContextKeysForPolicyResponse> get_context_keys_for_principal_policy(
    Context&, const aws::iam::GetContextKeysForPrincipalPolicyRequest&);

}  // namespace berth::services::iam
