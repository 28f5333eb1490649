// iam:UpdateRoleDescription: the older way to another description.
#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::UpdateRoleDescriptionResponse> update_role_description(
    Context& context, const aws::iam::UpdateRoleDescriptionRequest& request) {
  BERTH_ASSIGN(store::RoleRecord role, require_role(context, *request.role_name));
  role.description = *request.description;
  store::update_role(context.tx, role);
  aws::iam::UpdateRoleDescriptionResponse response;
  response.role = shown_role(context, role, Detail::kListed);
  response.role->max_session_duration.reset();  // does not come with this answer
  return response;
}

}  // namespace berth::services::iam
