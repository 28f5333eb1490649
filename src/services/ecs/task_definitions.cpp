// Finding task definitions, for every operation that names one.
#include "services/ecs/task_definitions.h"

#include "services/ecs/names.h"

namespace berth::services::ecs {
namespace {

Result<std::optional<store::TaskDefinitionRecord>> find(Context& context,
                                                        std::string_view definition) {
  BERTH_ASSIGN(const TaskDefinitionName name, task_definition_name_of(context, definition));
  if (name.revision) {
    return store::find_task_definition(context.tx, context.region.str(), name.family,
                                       *name.revision);
  }
  return store::find_latest_task_definition(context.tx, context.region.str(), name.family);
}

}  // namespace

Result<store::TaskDefinitionRecord> require_task_definition(Context& context,
                                                            std::string_view definition) {
  BERTH_ASSIGN(std::optional<store::TaskDefinitionRecord> found, find(context, definition));
  if (!found) {
    return fail(client_fault("ClientException", "Unable to describe task definition."));
  }
  return std::move(*found);
}

Result<store::TaskDefinitionRecord> require_active_task_definition(Context& context,
                                                                   std::string_view definition) {
  BERTH_ASSIGN(std::optional<store::TaskDefinitionRecord> found, find(context, definition));
  if (!found) return fail(client_fault("ClientException", "TaskDefinition not found."));
  if (found->status != "ACTIVE") {
    return fail(client_fault("InvalidParameterException", "TaskDefinition is inactive"));
  }
  return std::move(*found);
}

}  // namespace berth::services::ecs
