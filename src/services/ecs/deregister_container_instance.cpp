// ecs:DeregisterContainerInstance: an instance leaves its cluster.
#include "services/ecs/clusters.h"
#include "services/ecs/container_instances.h"
#include "services/ecs/lifecycle.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {

Result<aws::ecs::DeregisterContainerInstanceResponse> deregister_container_instance(
    Context& context, const aws::ecs::DeregisterContainerInstanceRequest& request) {
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  BERTH_ASSIGN(
      store::ContainerInstanceRecord instance,
      require_container_instance(context, cluster, request.container_instance.value_or("")));
  const std::string arn = store::container_instance_arn(instance);
  auto tasks = store::tasks_of_instance(context.tx, arn);
  if (!tasks.empty() && !request.force.value_or(false)) {
    return fail(client_fault("InvalidParameterException", "Found running tasks on the instance."));
  }
  for (store::TaskRecord& task : tasks) {
    mark_stopped(context.tx, task, "UserInitiated",
                 "Container instance deregistration forced by user.", context.now);
  }
  // The tasks' stops have changed its counts.
  instance = *store::find_container_instance_by_arn(context.tx, arn);
  instance.status = "INACTIVE";
  instance.agent_connected = false;
  instance.version += 1;
  store::update_container_instance(context.tx, instance);
  context.effects.instances_changed.emplace_back(arn);
  aws::ecs::DeregisterContainerInstanceResponse response;
  response.container_instance = shown_container_instance(instance, Tags::kShow);
  return response;
}

}  // namespace berth::services::ecs
