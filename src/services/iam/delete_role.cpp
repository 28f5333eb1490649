// iam:DeleteRole: a role without policies that no instance profile holds.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/service_linked_roles.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_role(Context& context, const aws::iam::DeleteRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  if (!store::instance_profiles_of_role(context.tx, role.id, "", 1).empty()) {
    return fail(
        delete_conflict("Cannot delete entity, must remove roles from instance profile first."));
  }
  BERTH_TRY(check_owner_is_bare(context, owner_of(role)));
  store::delete_iam_tags(context.tx, role.id);
  store::delete_role(context.tx, role.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
