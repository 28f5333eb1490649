// ecs:TagResource, ecs:UntagResource, ecs:ListTagsForResource.
#include <algorithm>

#include "services/ecs/operations.h"
#include "services/ecs/tags.h"

namespace berth::services::ecs {

Result<aws::ecs::TagResourceResponse> tag_resource(Context& context,
                                                   const aws::ecs::TagResourceRequest& request) {
  const std::string arn = request.resource_arn.value_or("");
  const auto given = request.tags.value_or(std::vector<aws::ecs::Tag>());
  BERTH_TRY(check_tags(given));
  BERTH_ASSIGN(std::vector<aws::ecs::Tag> tags, read_tags(context, arn));
  for (const aws::ecs::Tag& tag : given) {
    const auto own = std::find_if(tags.begin(), tags.end(),
                                  [&tag](const auto& each) { return each.key == tag.key; });
    if (own == tags.end()) {
      tags.push_back(tag);
    } else {
      own->value = tag.value;
    }
  }
  if (tags.size() > 50) {
    return fail(client_fault("InvalidParameterException", "Tags can have at most 50 items."));
  }
  BERTH_TRY(write_tags(context, arn, tags));
  return aws::ecs::TagResourceResponse();
}

Result<aws::ecs::UntagResourceResponse> untag_resource(
    Context& context, const aws::ecs::UntagResourceRequest& request) {
  const std::string arn = request.resource_arn.value_or("");
  const auto keys = request.tag_keys.value_or(std::vector<std::string>());
  BERTH_ASSIGN(std::vector<aws::ecs::Tag> tags, read_tags(context, arn));
  tags.erase(std::remove_if(tags.begin(), tags.end(),
                            [&keys](const aws::ecs::Tag& tag) {
                              return std::find(keys.begin(), keys.end(), tag.key.value_or("")) !=
                                     keys.end();
                            }),
             tags.end());
  BERTH_TRY(write_tags(context, arn, tags));
  return aws::ecs::UntagResourceResponse();
}

Result<aws::ecs::ListTagsForResourceResponse> list_tags_for_resource(
    Context& context, const aws::ecs::ListTagsForResourceRequest& request) {
  aws::ecs::ListTagsForResourceResponse response;
  BERTH_ASSIGN(response.tags, read_tags(context, request.resource_arn.value_or("")));
  return response;
}

}  // namespace berth::services::ecs
