// logs:TagResource: of a log group.
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kTagsMax = 50;

}  // namespace

Result<aws::Empty> tag_resource(Context& context, const aws::logs::TagResourceRequest& request) {
  BERTH_TRY(check_tags(*request.tags));
  BERTH_ASSIGN(const std::string name, tagged_log_group(context, *request.resource_arn));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  Tags tags = tags_of(group);
  for (const auto& [key, value] : *request.tags) tags[key] = value;
  if (tags.size() > kTagsMax) {
    return fail(client_fault("TooManyTagsException", "The resource can have at most 50 tags."));
  }
  store::set_log_group_tags(context.tx, group.id, tags_json_of(tags));
  return aws::Empty{};
}

}  // namespace berth::services::logs
