// iam:UpdateAssumeRolePolicy: another answer to who may assume a role.
#include "services/iam/documents.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> update_assume_role_policy(
    Context& context, const aws::iam::UpdateAssumeRolePolicyRequest& request) {
  BERTH_ASSIGN(store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  BERTH_ASSIGN(role.trust_policy, accepted_trust_policy(context, *request.policy_document));
  store::update_role(context.tx, role);
  return aws::Empty{};
}

}  // namespace berth::services::iam
