// logs:UntagLogGroup: the older name of UntagResource.
#include "services/logs/log_groups.h"
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> untag_log_group(Context& context,
                                   const aws::logs::UntagLogGroupRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  remove_tags(context, group, *request.tags);
  return aws::Empty{};
}

}  // namespace berth::services::logs
