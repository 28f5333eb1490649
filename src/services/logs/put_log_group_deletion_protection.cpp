// logs:PutLogGroupDeletionProtection.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> put_log_group_deletion_protection(
    Context& context, const aws::logs::PutLogGroupDeletionProtectionRequest& request) {
  BERTH_ASSIGN(const std::string name,
               requested_log_group(context, std::nullopt, request.log_group_identifier));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  store::set_log_group_deletion_protection(context.tx, group.id,
                                           *request.deletion_protection_enabled);
  return aws::Empty{};
}

}  // namespace berth::services::logs
