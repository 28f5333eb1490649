// iam:TagInstanceProfile: adds tags to an instance profile.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_instance_profile(Context& context,
                                        const aws::iam::TagInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  BERTH_TRY(check_tags(request.tags, KeyCase::kDistinct));
  BERTH_TRY(put_tags(context, profile.id, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
