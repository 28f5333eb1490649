// iam:UntagUser: takes tags from a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_user(Context& context, const aws::iam::UntagUserRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  remove_tags(context, user.id, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
