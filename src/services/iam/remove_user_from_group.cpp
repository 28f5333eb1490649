// iam:RemoveUserFromGroup: what the group is allowed is the user's no more. One who is not in the
// group is no fault.
#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> remove_user_from_group(Context& context,
                                          const aws::iam::RemoveUserFromGroupRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  store::remove_member(context.tx, group.id, user.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
