// iam:CreateServiceLinkedRole: the role that a service itself uses.
#include <fmt/format.h>

#include "iam/managed_policies.h"
#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"
#include "store/iam/policies.h"

namespace berth::services::iam {
namespace {

constexpr const char* kTrustOfService =
    R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":)"
    R"({{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}})";

}  // namespace

Result<aws::iam::CreateServiceLinkedRoleResponse> create_service_linked_role(
    Context& context, const aws::iam::CreateServiceLinkedRoleRequest& request) {
  const ServiceLinkedRole* const linked = find_service_linked_role(*request.aws_service_name);
  if (linked == nullptr) {
    return fail(client_fault(
        "InvalidInput",
        fmt::format("Service role template for {} cannot be found.", *request.aws_service_name)));
  }
  if (request.custom_suffix && !linked->takes_suffix) {
    return fail(client_fault("InvalidInput", fmt::format("Custom suffix is not allowed for {}",
                                                         *request.aws_service_name)));
  }
  store::RoleRecord role;
  role.id = new_unique_id(context.random, "AROA");
  role.name = service_linked_name(*linked, request.custom_suffix);
  role.path = service_linked_path(linked->service);
  role.trust_policy = fmt::format(kTrustOfService, linked->service);
  role.description = request.description.value_or(std::string(linked->description));
  role.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_role(context.tx, role)) {
    return fail(client_fault("InvalidInput",
                             fmt::format("Service role name {} has been taken in this account, "
                                         "please try a different suffix.",
                                         role.name)));
  }
  const std::string policy = fmt::format("arn:aws:iam::aws:policy/{}", linked->policy);
  if (berth::iam::managed_policy(policy) != nullptr) {
    store::attach_policy(context.tx, role.id, policy);
  }
  aws::iam::CreateServiceLinkedRoleResponse response;
  response.role = shown_role(context, role, Detail::kListed);
  return response;
}

}  // namespace berth::services::iam
