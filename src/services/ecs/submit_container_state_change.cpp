// ecs:SubmitContainerStateChange: an agent reports how one container has moved on.
#include "services/ecs/lifecycle.h"
#include "services/ecs/operations.h"
#include "services/ecs/reports.h"

namespace berth::services::ecs {

Result<aws::ecs::SubmitContainerStateChangeResponse> submit_container_state_change(
    Context& context, const aws::ecs::SubmitContainerStateChangeRequest& request) {
  BERTH_ASSIGN(
      std::optional<store::TaskRecord> task,
      reported_task(context, request.cluster, request.task, "ecs:SubmitContainerStateChange"));
  if (task) {
    aws::ecs::ContainerStateChange container;
    container.container_name = request.container_name;
    container.runtime_id = request.runtime_id;
    container.status = request.status;
    container.exit_code = request.exit_code;
    container.reason = request.reason;
    container.network_bindings = request.network_bindings;
    TaskChange change;
    change.containers.push_back(std::move(container));
    apply_task_change(context.tx, *task, change, context.now);
  }
  aws::ecs::SubmitContainerStateChangeResponse response;
  response.acknowledgment = kAcknowledgment;
  return response;
}

}  // namespace berth::services::ecs
