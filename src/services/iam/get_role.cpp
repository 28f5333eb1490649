// iam:GetRole: a role with its trust policy, tags and last use.
#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetRoleResponse> get_role(Context& context,
                                           const aws::iam::GetRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  aws::iam::GetRoleResponse response;
  response.role = shown_role(context, role, Detail::kWhole);
  return response;
}

}  // namespace berth::services::iam
