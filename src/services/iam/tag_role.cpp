// iam:TagRole: adds tags to a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_role(Context& context, const aws::iam::TagRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(put_tags(context, role.id, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
