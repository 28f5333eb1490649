// iam:GetRolePolicy: an inline policy of a role, URL-encoded.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::iam::GetRolePolicyResponse> get_role_policy(
    Context& context, const aws::iam::GetRolePolicyRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  BERTH_ASSIGN(const std::string document,
               owner_policy(context, owner_of(role), *request.policy_name));
  aws::iam::GetRolePolicyResponse response;
  response.role_name = role.name;
  response.policy_name = request.policy_name;
  response.policy_document = encoded_document(document);
  return response;
}

}  // namespace berth::services::iam
