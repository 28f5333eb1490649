// ecs:DescribeTaskDefinition: one revision, or the family's newest active one.
#include <algorithm>

#include "services/ecs/operations.h"
#include "services/ecs/shown.h"
#include "services/ecs/task_definitions.h"

namespace berth::services::ecs {

Result<aws::ecs::DescribeTaskDefinitionResponse> describe_task_definition(
    Context& context, const aws::ecs::DescribeTaskDefinitionRequest& request) {
  BERTH_ASSIGN(const store::TaskDefinitionRecord record,
               require_task_definition(context, request.task_definition.value_or("")));
  aws::ecs::DescribeTaskDefinitionResponse response;
  response.task_definition = shown_task_definition(record);
  const auto& include = request.include;
  const bool wants_tags =
      include && std::find(include->begin(), include->end(), "TAGS") != include->end();
  response.tags = wants_tags ? tags_of(record.tags_json) : std::vector<aws::ecs::Tag>();
  return response;
}

}  // namespace berth::services::ecs
