// ecs:DeleteTaskDefinitions: deregistered revisions go; their numbers stay taken.
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"
#include "services/ecs/task_definitions.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kDefinitionsMax = 10;

}  // namespace

Result<aws::ecs::DeleteTaskDefinitionsResponse> delete_task_definitions(
    Context& context, const aws::ecs::DeleteTaskDefinitionsRequest& request) {
  const auto given = request.task_definitions.value_or(std::vector<std::string>());
  if (given.empty() || given.size() > kDefinitionsMax) {
    return fail(client_fault("InvalidParameterException",
                             "taskDefinitions should have between 1 and 10 items."));
  }
  aws::ecs::DeleteTaskDefinitionsResponse response;
  response.task_definitions.emplace();
  response.failures.emplace();
  for (const std::string& each : given) {
    BERTH_ASSIGN(const TaskDefinitionName name, task_definition_name_of(context, each));
    if (!name.revision) {
      return fail(client_fault("InvalidParameterException", "Revision is missing."));
    }
    aws::ecs::Failure failure;
    auto found =
        store::find_task_definition(context.tx, context.region.str(), name.family, *name.revision);
    if (found && found->status != "ACTIVE") {
      found->status = "DELETE_IN_PROGRESS";
      store::update_task_definition(context.tx, *found);
      auto shown = shown_task_definition(*found);
      shown.delete_requested_at = context.now;
      response.task_definitions->push_back(std::move(shown));
      continue;
    }
    failure.arn = each;
    failure.reason = found ? "The specified task definition is still in ACTIVE status. Please "
                             "deregister the target and try again."
                           : "The specified task definition does not exist. Specify a valid "
                             "account, family, revision and try again.";
    response.failures->push_back(std::move(failure));
  }
  return response;
}

}  // namespace berth::services::ecs
