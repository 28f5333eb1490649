// iam:CreateGroup: a group that has neither members nor policies yet.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/quotas.h"
#include "store/iam/counts.h"

namespace berth::services::iam {

Result<aws::iam::CreateGroupResponse> create_group(Context& context,
                                                   const aws::iam::CreateGroupRequest& request) {
  store::GroupRecord group;
  group.id = new_unique_id(context.random, "AGPA");
  group.name = *request.group_name;
  group.path = request.path.value_or("/");
  group.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_group(context.tx, group)) {
    return fail(
        entity_already_exists(fmt::format("Group with name {} already exists.", group.name)));
  }
  BERTH_TRY(check_quota(kGroupsPerAccount, store::count_groups(context.tx)));
  aws::iam::CreateGroupResponse response;
  response.group = shown_group(context, group);
  return response;
}

}  // namespace berth::services::iam
