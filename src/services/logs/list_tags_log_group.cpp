// logs:ListTagsLogGroup: the older name of ListTagsForResource.
#include "services/logs/log_groups.h"
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::logs::ListTagsLogGroupResponse> list_tags_log_group(
    Context& context, const aws::logs::ListTagsLogGroupRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  aws::logs::ListTagsLogGroupResponse response;
  response.tags = tags_of(group);
  return response;
}

}  // namespace berth::services::logs
