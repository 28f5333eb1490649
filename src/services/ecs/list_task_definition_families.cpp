// ecs:ListTaskDefinitionFamilies: names of families.
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

Result<aws::ecs::ListTaskDefinitionFamiliesResponse> list_task_definition_families(
    Context& context, const aws::ecs::ListTaskDefinitionFamiliesRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string after, page_start(request.next_token));
  auto families = store::list_task_definition_families(
      context.tx, context.region.str(), request.family_prefix.value_or(""),
      request.status.value_or("ACTIVE"), after, size + 1);
  aws::ecs::ListTaskDefinitionFamiliesResponse response;
  if (families.size() > static_cast<std::size_t>(size)) {
    families.pop_back();
    response.next_token = aws::encode_token(families.back());
  }
  response.families = std::move(families);
  return response;
}

}  // namespace berth::services::ecs
