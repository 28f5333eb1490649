// iam:DeleteGroup: a group without policies and members.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::Empty> delete_group(Context& context, const aws::iam::DeleteGroupRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_TRY(check_owner_is_bare(context, owner_of(group)));
  if (!store::list_members(context.tx, group.id, "", 1).empty()) {
    return fail(delete_conflict("Cannot delete entity, must remove users from group first."));
  }
  store::delete_group(context.tx, group.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
