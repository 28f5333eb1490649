// iam:UntagInstanceProfile: takes tags from an instance profile.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_instance_profile(Context& context,
                                          const aws::iam::UntagInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  remove_tags(context, profile.id, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
