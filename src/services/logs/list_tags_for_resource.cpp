// logs:ListTagsForResource: of a log group.
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::logs::ListTagsForResourceResponse> list_tags_for_resource(
    Context& context, const aws::logs::ListTagsForResourceRequest& request) {
  BERTH_ASSIGN(const std::string name, tagged_log_group(context, *request.resource_arn));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  aws::logs::ListTagsForResourceResponse response;
  response.tags = tags_of(group);
  return response;
}

}  // namespace berth::services::logs
