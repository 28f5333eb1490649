// The task definition, and the newest revision of its family.
#include <utility>

#include "doctor/collect.h"

namespace berth::doctor {
namespace {

net::Task<Asked<aws::ecs::TaskDefinition>> describe_definition(const Asking& asking,
                                                               std::string region,
                                                               std::string name) {
  aws::ecs::DescribeTaskDefinitionRequest request;
  request.task_definition = name;
  auto described = co_await ask<aws::ecs::ops::DescribeTaskDefinition>(asking, std::move(region),
                                                                       name, std::move(request));
  co_return part_of<aws::ecs::TaskDefinition>(
      std::move(described), [](const aws::ecs::DescribeTaskDefinitionResponse& answer) {
        return answer.task_definition.value_or(aws::ecs::TaskDefinition{});
      });
}

}  // namespace

net::Task<void> collect_definition(const Asking& asking, Evidence& evidence) {
  if (evidence.task_seen) {
    evidence.definition_name = evidence.task_seen->task_definition_arn.value_or("");
  }
  auto definition = co_await describe_definition(asking, evidence.region, evidence.definition_name);
  evidence.definition = std::move(definition);
  if (!evidence.definition) co_return;
  // A family alone means its newest ACTIVE revision.
  auto newest = co_await describe_definition(asking, evidence.region,
                                             evidence.definition->family.value_or(""));
  evidence.newest = std::move(newest);
}

}  // namespace berth::doctor
