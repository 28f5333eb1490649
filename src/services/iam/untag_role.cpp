// iam:UntagRole: takes tags from a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_role(Context& context, const aws::iam::UntagRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  remove_tags(context, role.id, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
