// iam:DeleteInstanceProfile: an instance profile that holds no role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_instance_profile(Context& context,
                                           const aws::iam::DeleteInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  if (profile.role_id) {
    return fail(
        delete_conflict("Cannot delete entity, must remove roles from instance profile first."));
  }
  store::delete_iam_tags(context.tx, profile.id);
  store::delete_instance_profile(context.tx, profile.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
