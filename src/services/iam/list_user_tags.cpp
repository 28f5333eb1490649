// iam:ListUserTags: the tags of a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListUserTagsResponse> list_user_tags(
    Context& context, const aws::iam::ListUserTagsRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  return tag_page<aws::iam::ListUserTagsResponse>(context, user.id, request);
}

}  // namespace berth::services::iam
