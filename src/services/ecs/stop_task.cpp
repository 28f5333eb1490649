// ecs:StopTask: asks a task's agent to stop it.
#include "services/ecs/clusters.h"
#include "services/ecs/lifecycle.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kReasonMax = 1024;

}  // namespace

Result<aws::ecs::StopTaskResponse> stop_task(Context& context,
                                             const aws::ecs::StopTaskRequest& request) {
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  BERTH_ASSIGN(const std::string id, task_id_of(context, cluster.name, request.task.value_or("")));
  auto task = store::find_task(context.tx, cluster.region, cluster.name, id);
  if (!task) {
    return fail(client_fault("InvalidParameterException", "The referenced task was not found."));
  }
  const std::string reason = request.reason.value_or("Task stopped by user");
  if (reason.size() > kReasonMax) {
    return fail(client_fault("InvalidParameterException",
                             "The reason can be at most 1024 characters long."));
  }
  if (request_stop(context.tx, *task, "UserInitiated", reason, context.now)) {
    context.effects.instances_changed.emplace_back(task->container_instance_arn);
  }
  aws::ecs::StopTaskResponse response;
  response.task = shown_task(*task, Tags::kShow);
  return response;
}

}  // namespace berth::services::ecs
