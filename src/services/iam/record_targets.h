// What the caller of an operation on a record around identities must be allowed: providers,
// devices, service-linked roles, passwords.
#pragma once

#include <string>

#include "aws/models/iam.h"
#include "services/context.h"
#include "services/iam/targets.h"
#include "services/operation.h"

namespace berth::services::iam {

/// The record with this ARN, with its tags and what the request says among the keys.
template <class Input>
Targets on_record(Context& context, const std::string& arn, const Input& input) {
  Target target{"", arn, {}};
  add_resource_tags(context, target, arn);
  add_request_keys(target, input);
  return Targets{std::move(target)};
}

template <class Input>
Result<Targets> on_oidc_provider(Context& context, const Input& input) {
  return on_record(context, *input.open_id_connect_provider_arn, input);
}
template <class Input>
Result<Targets> on_saml_provider(Context& context, const Input& input) {
  return on_record(context, *input.saml_provider_arn, input);
}
template <class Input>
Result<Targets> on_mfa_device(Context& context, const Input& input) {
  return on_record(context, *input.serial_number, input);
}

Result<Targets> on_new_oidc_provider(Context& context,
                                     const aws::iam::CreateOpenIDConnectProviderRequest& input);
Result<Targets> on_new_saml_provider(Context& context,
                                     const aws::iam::CreateSAMLProviderRequest& input);
Result<Targets> on_new_mfa_device(Context& context,
                                  const aws::iam::CreateVirtualMFADeviceRequest& input);
/// The user that has the device; the one that the request names where nobody has it.
Result<Targets> on_user_of_mfa_device(Context& context, const aws::iam::GetMFADeviceRequest& input);

/// With iam:AWSServiceName.
Result<Targets> on_new_service_linked_role(Context& context,
                                           const aws::iam::CreateServiceLinkedRoleRequest& input);
/// The role that the task deletes.
Result<Targets> on_role_deletion(Context& context,
                                 const aws::iam::GetServiceLinkedRoleDeletionStatusRequest& input);

/// The calling user; nothing where the account's password policy lets users change their own and
/// no policy denies it.
Result<Targets> on_own_password(Context& context, const aws::iam::ChangePasswordRequest& input);

}  // namespace berth::services::iam
