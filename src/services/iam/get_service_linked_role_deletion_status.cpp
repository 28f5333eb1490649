// iam:GetServiceLinkedRoleDeletionStatus: how a deletion goes: it went well.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/account_records.h"

namespace berth::services::iam {

Result<aws::iam::GetServiceLinkedRoleDeletionStatusResponse>
get_service_linked_role_deletion_status(
    Context& context, const aws::iam::GetServiceLinkedRoleDeletionStatusRequest& request) {
  if (!store::find_role_deletion(context.tx, *request.deletion_task_id)) {
    return fail(
        no_such_entity(fmt::format("Deletion id {} cannot be found.", *request.deletion_task_id)));
  }
  aws::iam::GetServiceLinkedRoleDeletionStatusResponse response;
  response.status = "SUCCEEDED";
  return response;
}

}  // namespace berth::services::iam
