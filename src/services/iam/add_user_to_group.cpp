// iam:AddUserToGroup: from here on the user is allowed what the group is. Once more is no fault.
#include <iterator>

#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/quotas.h"

namespace berth::services::iam {

Result<aws::Empty> add_user_to_group(Context& context,
                                     const aws::iam::AddUserToGroupRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  store::add_member(context.tx, group.id, user.id);
  BERTH_TRY(check_quota(kGroupsPerUser, std::ssize(groups_of(context, user))));
  return aws::Empty{};
}

}  // namespace berth::services::iam
