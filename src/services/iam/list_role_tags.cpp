// iam:ListRoleTags: the tags of a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListRoleTagsResponse> list_role_tags(
    Context& context, const aws::iam::ListRoleTagsRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  return tag_page<aws::iam::ListRoleTagsResponse>(context, role.id, request);
}

}  // namespace berth::services::iam
