// logs:UntagResource: of a log group; keys that it has not are no fault.
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> untag_resource(Context& context,
                                  const aws::logs::UntagResourceRequest& request) {
  BERTH_ASSIGN(const std::string name, tagged_log_group(context, *request.resource_arn));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  remove_tags(context, group, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::logs
