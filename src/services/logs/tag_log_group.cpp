// logs:TagLogGroup: the older name of TagResource.
#include "services/logs/log_groups.h"
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> tag_log_group(Context& context, const aws::logs::TagLogGroupRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  BERTH_TRY(add_tags(context, group, *request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::logs
