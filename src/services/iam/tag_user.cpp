// iam:TagUser: adds tags to a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_user(Context& context, const aws::iam::TagUserRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(put_tags(context, user.id, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
