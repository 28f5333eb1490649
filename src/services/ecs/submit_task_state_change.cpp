// ecs:SubmitTaskStateChange: an agent reports how a task of its own has moved on.
#include "services/ecs/lifecycle.h"
#include "services/ecs/operations.h"
#include "services/ecs/reports.h"

namespace berth::services::ecs {

Result<aws::ecs::SubmitTaskStateChangeResponse> submit_task_state_change(
    Context& context, const aws::ecs::SubmitTaskStateChangeRequest& request) {
  BERTH_ASSIGN(std::optional<store::TaskRecord> task,
               reported_task(context, request.cluster, request.task, "ecs:SubmitTaskStateChange"));
  if (task) {
    TaskChange change;
    change.status = request.status.value_or("");
    change.reason = request.reason.value_or("");
    change.containers = request.containers.value_or(std::vector<aws::ecs::ContainerStateChange>());
    change.pull_started_at = request.pull_started_at;
    change.pull_stopped_at = request.pull_stopped_at;
    change.execution_stopped_at = request.execution_stopped_at;
    apply_task_change(context.tx, *task, change, context.now);
  }
  aws::ecs::SubmitTaskStateChangeResponse response;
  response.acknowledgment = kAcknowledgment;
  return response;
}

}  // namespace berth::services::ecs
