// logs:TagResource: of a log group.
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> tag_resource(Context& context, const aws::logs::TagResourceRequest& request) {
  BERTH_TRY(check_tags(*request.tags));
  BERTH_ASSIGN(const std::string name, tagged_log_group(context, *request.resource_arn));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  BERTH_TRY(add_tags(context, group, *request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::logs
