// iam:AddRoleToInstanceProfile: puts the one role in that an instance profile may hold.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> add_role_to_instance_profile(
    Context& context, const aws::iam::AddRoleToInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  if (profile.role_id) {
    return fail(Fault{
        "LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409, {}});
  }
  store::set_instance_profile_role(context.tx, profile.id, role.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
