// iam:GetInstanceProfile: an instance profile with its role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::iam::GetInstanceProfileResponse> get_instance_profile(
    Context& context, const aws::iam::GetInstanceProfileRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  aws::iam::GetInstanceProfileResponse response;
  response.instance_profile = shown_instance_profile(context, profile, Detail::kWhole);
  response.instance_profile->tags = shown_tags(context, profile.id);  // also where none is
  return response;
}

}  // namespace berth::services::iam
