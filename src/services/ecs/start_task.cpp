// ecs:StartTask: a task on each of the instances that the caller names.
#include "services/ecs/launch.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/placement_rules.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kStartInstancesMax = 10;

}  // namespace

Result<aws::ecs::StartTaskResponse> start_task(Context& context,
                                               const aws::ecs::StartTaskRequest& request) {
  const auto given = request.container_instances.value_or(std::vector<std::string>());
  if (given.empty() || given.size() > kStartInstancesMax) {
    return fail(client_fault("InvalidParameterException",
                             given.empty() ? "Container instances cannot be empty."
                                           : "Container instances can have at "
                                             "most 10 items."));
  }
  BERTH_ASSIGN(Launch launch, prepare_launch(context, launch_options(request)));
  BERTH_TRY(add_placement_rules(launch.definition.placement_constraints, std::nullopt, std::nullopt,
                                launch.needs));
  AttributeReader attributes(context.tx);
  aws::ecs::StartTaskResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  for (const std::string& each : given) {
    BERTH_ASSIGN(const std::string id,
                 container_instance_id_of(context, launch.cluster.name, each));
    auto instance =
        store::find_container_instance(context.tx, launch.cluster.region, launch.cluster.name, id);
    if (!instance) {
      const std::string arn =
          ecs_arn(context, "container-instance/" + launch.cluster.name + "/" + id);
      response.failures->push_back(shown_refusal({arn, "MISSING", ""}));
      continue;
    }
    const scheduler::Instance seen = to_place_on(*instance, attributes);
    if (const auto refusal = scheduler::refusal_of(seen, launch.needs)) {
      response.failures->push_back(shown_refusal(*refusal));
      continue;
    }
    response.tasks->push_back(start_on(context, launch, *instance, *seen.attributes));
  }
  return response;
}

}  // namespace berth::services::ecs
