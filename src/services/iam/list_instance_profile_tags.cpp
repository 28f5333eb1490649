// iam:ListInstanceProfileTags: the tags of an instance profile.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListInstanceProfileTagsResponse> list_instance_profile_tags(
    Context& context, const aws::iam::ListInstanceProfileTagsRequest& request) {
  BERTH_ASSIGN(const store::InstanceProfileRecord profile,
               require_instance_profile(context, *request.instance_profile_name));
  return tag_page<aws::iam::ListInstanceProfileTagsResponse>(context, profile.id, request);
}

}  // namespace berth::services::iam
