// iam:UpdateGroup: another name or path for a group, which keeps id, members and policies.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> update_group(Context& context, const aws::iam::UpdateGroupRequest& request) {
  BERTH_ASSIGN(store::GroupRecord group, require_group(context, *request.group_name));
  if (request.new_group_name) group.name = *request.new_group_name;
  if (request.new_path) group.path = *request.new_path;
  if (!store::update_group(context.tx, group)) {
    return fail(
        entity_already_exists(fmt::format("Group with name {} already exists.", group.name)));
  }
  return aws::Empty{};
}

}  // namespace berth::services::iam
