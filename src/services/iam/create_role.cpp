// iam:CreateRole: a role and who may assume it.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/documents.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/quotas.h"
#include "services/iam/service_linked_roles.h"
#include "services/iam/tags.h"
#include "store/iam/counts.h"

namespace berth::services::iam {

Result<aws::iam::CreateRoleResponse> create_role(Context& context,
                                                 const aws::iam::CreateRoleRequest& request) {
  BERTH_TRY(check_tags(request.tags));
  BERTH_ASSIGN(std::string trust_policy,
               accepted_trust_policy(context, *request.assume_role_policy_document));
  BERTH_TRY(check_boundary(context, request.permissions_boundary));
  const std::string path = request.path.value_or("/");
  if (is_service_linked_path(path)) {
    return fail(client_fault("InvalidInput",
                             "Paths under /aws-service-role/ are reserved for service-linked "
                             "roles."));
  }
  store::RoleRecord role;
  role.id = new_unique_id(context.random, "AROA");
  role.name = *request.role_name;
  role.path = path;
  role.trust_policy = std::move(trust_policy);
  role.description = request.description;
  role.max_session_seconds = request.max_session_duration.value_or(3600);
  role.boundary_arn = request.permissions_boundary;
  role.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_role(context.tx, role)) {
    return fail(entity_already_exists(fmt::format("Role with name {} already exists.", role.name)));
  }
  BERTH_TRY(check_quota(kRolesPerAccount, store::count_roles(context.tx)));
  BERTH_TRY(put_tags(context, role.id, request.tags));
  aws::iam::CreateRoleResponse response;
  response.role = shown_role(context, role, Detail::kWhole);
  // Neither comes with this answer.
  response.role->role_last_used.reset();
  response.role->max_session_duration.reset();
  return response;
}

}  // namespace berth::services::iam
