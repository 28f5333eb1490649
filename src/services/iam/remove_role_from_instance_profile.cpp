// iam:RemoveRoleFromInstanceProfile: takes the role out of an instance profile.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"

namespace berth::services::iam {

Result<aws::Empty> remove_role_from_instance_profile(
    Context& context, const aws::iam::RemoveRoleFromInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  BERTH_ASSIGN(const store::RoleRecord role, require_modifiable_role(context, *request.role_name));
  if (profile.role_id != role.id) {
    return fail(no_such_entity(fmt::format("Role {} in Instance Profile {} cannot be found.",
                                           *request.role_name, *request.instance_profile_name)));
  }
  store::set_instance_profile_role(context.tx, profile.id, std::nullopt);
  return aws::Empty{};
}

}  // namespace berth::services::iam
