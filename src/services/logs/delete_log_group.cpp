// logs:DeleteLogGroup: streams, events and filters go with the group, unless it is protected.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> delete_log_group(Context& context,
                                    const aws::logs::DeleteLogGroupRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  if (group.deletion_protected) {
    return fail(client_fault("ValidationException",
                             "The specified log group has deletion protection enabled."));
  }
  store::delete_log_group(context.tx, group.id);
  return aws::Empty{};
}

}  // namespace berth::services::logs
