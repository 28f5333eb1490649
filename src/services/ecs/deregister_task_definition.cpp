// ecs:DeregisterTaskDefinition: a revision that starts no more tasks.
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"
#include "services/ecs/task_definitions.h"

namespace berth::services::ecs {

Result<aws::ecs::DeregisterTaskDefinitionResponse> deregister_task_definition(
    Context& context, const aws::ecs::DeregisterTaskDefinitionRequest& request) {
  const std::string given = request.task_definition.value_or("");
  BERTH_ASSIGN(const TaskDefinitionName name, task_definition_name_of(context, given));
  if (!name.revision) return fail(client_fault("ClientException", "Revision is missing."));
  auto found =
      store::find_task_definition(context.tx, context.region.str(), name.family, *name.revision);
  if (!found) {
    return fail(client_fault("ClientException", "The specified task definition does not exist."));
  }
  if (found->status == "ACTIVE") {
    found->status = "INACTIVE";
    found->deregistered_at_ms = to_epoch_ms(context.now);
    store::update_task_definition(context.tx, *found);
  }
  aws::ecs::DeregisterTaskDefinitionResponse response;
  response.task_definition = shown_task_definition(*found);
  return response;
}

}  // namespace berth::services::ecs
