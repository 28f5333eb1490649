// logs:DeleteRetentionPolicy: events are kept for ever again.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> delete_retention_policy(Context& context,
                                           const aws::logs::DeleteRetentionPolicyRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  store::set_log_group_retention(context.tx, group.id, std::nullopt);
  return aws::Empty{};
}

}  // namespace berth::services::logs
