// logs:DeleteLogGroup: streams and events go with the group.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> delete_log_group(Context& context,
                                    const aws::logs::DeleteLogGroupRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  store::delete_log_group(context.tx, group.id);
  return aws::Empty{};
}

}  // namespace berth::services::logs
