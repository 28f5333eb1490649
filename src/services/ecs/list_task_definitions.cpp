// ecs:ListTaskDefinitions: ARNs by family and revision.
#include <charconv>

#include "services/ecs/operations.h"
#include "services/ecs/paging.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {
namespace {

Result<std::optional<store::TaskDefinitionPosition>> definition_position_of(
    const std::optional<std::string>& token) {
  BERTH_ASSIGN(const std::string text, page_start(token));
  if (text.empty()) return std::optional<store::TaskDefinitionPosition>();
  const std::size_t colon = text.rfind(':');
  store::TaskDefinitionPosition position;
  position.family = text.substr(0, colon);
  if (colon != std::string::npos) {
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), position.revision);
  }
  return std::optional(std::move(position));
}

}  // namespace

Result<aws::ecs::ListTaskDefinitionsResponse> list_task_definitions(
    Context& context, const aws::ecs::ListTaskDefinitionsRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const auto after, definition_position_of(request.next_token));
  const auto found = store::list_task_definitions(
      context.tx, context.region.str(), request.family_prefix.value_or(""),
      request.status.value_or("ACTIVE"), request.sort == "DESC", after, size + 1);
  aws::ecs::ListTaskDefinitionsResponse response;
  auto& arns = response.task_definition_arns.emplace();
  for (const store::TaskDefinitionRecord& definition : found) {
    if (arns.size() == static_cast<std::size_t>(size)) {
      const auto& last = found[arns.size() - 1];
      response.next_token = aws::encode_token(last.family + ":" + std::to_string(last.revision));
      break;
    }
    arns.push_back(store::task_definition_arn(definition));
  }
  return response;
}

}  // namespace berth::services::ecs
