// ecs:RegisterTaskDefinition: checks, roles, defaults, and the next revision of the family.
#include "aws/json_codec.h"
#include "services/ecs/caller.h"
#include "services/ecs/operations.h"
#include "services/ecs/placement_rules.h"
#include "services/ecs/required_attributes.h"
#include "services/ecs/roles.h"
#include "services/ecs/shown.h"
#include "services/ecs/tags.h"
#include "services/ecs/task_definition_rules.h"

namespace berth::services::ecs {
namespace {

/// The ARN of a role that the request names, which is there and which the caller may pass. An empty
/// text, as the CLI's skeletons leave it, names none.
Result<std::optional<std::string>> passed_role(Context& context,
                                               const std::optional<std::string>& role) {
  if (!role || role->empty()) return std::optional<std::string>();
  BERTH_ASSIGN(std::string arn, role_arn_of(context, *role));
  BERTH_TRY(require_pass_role(context, arn));
  return std::optional(std::move(arn));
}

/// Constraints that no placement could read are refused now rather than with the first task.
Result<void> check_constraints(const aws::ecs::RegisterTaskDefinitionRequest& request) {
  scheduler::Request unused;
  return add_placement_rules(request.placement_constraints, std::nullopt, std::nullopt, unused);
}

}  // namespace

Result<aws::ecs::RegisterTaskDefinitionResponse> register_task_definition(
    Context& context, const aws::ecs::RegisterTaskDefinitionRequest& request) {
  BERTH_TRY(check_task_definition(request));
  BERTH_TRY(check_constraints(request));
  const auto tags = request.tags.value_or(std::vector<aws::ecs::Tag>());
  BERTH_TRY(check_tags(tags));
  BERTH_ASSIGN(aws::ecs::TaskDefinition definition, completed_task_definition(request));
  BERTH_ASSIGN(definition.task_role_arn, passed_role(context, request.task_role_arn));
  BERTH_ASSIGN(definition.execution_role_arn, passed_role(context, request.execution_role_arn));

  store::TaskDefinitionRecord record;
  record.account = context.account.str();
  record.region = context.region.str();
  record.family = *request.family;
  record.revision = store::next_revision(context.tx, record.region, record.family);
  definition.task_definition_arn = store::task_definition_arn(record);
  definition.revision = record.revision;
  definition.requires_attributes = required_attributes(definition);
  definition.compatibilities = compatibilities(definition);
  definition.registered_at = context.now;
  definition.registered_by = caller_arn(context);
  record.body_json = aws::encode_json(definition);
  record.tags_json = tags_text(tags);
  store::insert_task_definition(context.tx, record);

  aws::ecs::RegisterTaskDefinitionResponse response;
  response.task_definition = shown_task_definition(record);
  if (!tags.empty()) response.tags = tags;
  return response;
}

}  // namespace berth::services::ecs
