// See record_targets.h.
#include "services/iam/record_targets.h"

#include "services/authorizer.h"
#include "services/iam/identity_providers.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/service_linked_roles.h"
#include "store/iam/account_records.h"
#include "store/iam/passwords.h"

namespace berth::services::iam {

Result<Targets> on_new_oidc_provider(Context& context,
                                     const aws::iam::CreateOpenIDConnectProviderRequest& input) {
  BERTH_ASSIGN(const std::string name, oidc_provider_name(*input.url));
  return on_record(context, oidc_provider_arn(context.account, name), input);
}

Result<Targets> on_new_saml_provider(Context& context,
                                     const aws::iam::CreateSAMLProviderRequest& input) {
  return on_record(context, saml_provider_arn(context, *input.name), input);
}

Result<Targets> on_new_mfa_device(Context& context,
                                  const aws::iam::CreateVirtualMFADeviceRequest& input) {
  return Targets{new_target(context, "mfa", *input.virtual_mfa_device_name, input)};
}

Result<Targets> on_user_of_mfa_device(Context& context,
                                      const aws::iam::GetMFADeviceRequest& input) {
  const auto device = store::find_mfa_device(context.tx, *input.serial_number);
  const auto user = device && device->user_id ? store::find_user_by_id(context.tx, *device->user_id)
                                              : std::nullopt;
  return Targets{user_target(context, user ? std::optional(user->name) : input.user_name)};
}

Result<Targets> on_new_service_linked_role(Context& context,
                                           const aws::iam::CreateServiceLinkedRoleRequest& input) {
  const ServiceLinkedRole* const linked = find_service_linked_role(*input.aws_service_name);
  const std::string name = linked ? service_linked_name(*linked, input.custom_suffix) : "*";
  Target target{
      "", iam_arn(context.account, "role", service_linked_path(*input.aws_service_name), name), {}};
  target.context.set("iam:AWSServiceName", *input.aws_service_name);
  return Targets{std::move(target)};
}

Result<Targets> on_role_deletion(Context& context,
                                 const aws::iam::GetServiceLinkedRoleDeletionStatusRequest& input) {
  const auto deletion = store::find_role_deletion(context.tx, *input.deletion_task_id);
  return Targets{
      Target{"", deletion ? deletion->role_arn : iam_arn(context.account, "role", "/", "*"), {}}};
}

Result<Targets> on_own_password(Context& context, const aws::iam::ChangePasswordRequest&) {
  const Target own = user_target(context, std::nullopt);
  const auto policy = store::find_password_policy(context.tx);
  if (!policy || !policy->allow_change) return Targets{own};
  const auto outcome =
      context.authorizer.outcome_of(context, "iam:ChangePassword", own.resource, own.context);
  return outcome == berth::iam::Outcome::kImplicitlyDenied ? Targets{} : Targets{own};
}

}  // namespace berth::services::iam
