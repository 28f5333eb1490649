// ecs:DescribeTasks: tasks by id or ARN; those that are not there are failures.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kTasksMax = 100;

}  // namespace

Result<aws::ecs::DescribeTasksResponse> describe_tasks(
    Context& context, const aws::ecs::DescribeTasksRequest& request) {
  const auto given = request.tasks.value_or(std::vector<std::string>());
  if (given.empty()) {
    return fail(client_fault("InvalidParameterException", "Tasks cannot be empty."));
  }
  if (given.size() > kTasksMax) {
    return fail(client_fault("InvalidParameterException", "Tasks can have at most 100 items."));
  }
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  const auto& include = request.include;
  const bool tags =
      include && std::find(include->begin(), include->end(), "TAGS") != include->end();
  aws::ecs::DescribeTasksResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  for (const std::string& each : given) {
    BERTH_ASSIGN(const std::string id, task_id_of(context, cluster.name, each));
    if (const auto task = store::find_task(context.tx, cluster.region, cluster.name, id)) {
      response.tasks->push_back(shown_task(*task, tags ? Tags::kShow : Tags::kHide));
      continue;
    }
    aws::ecs::Failure failure;
    failure.arn = ecs_arn(context, "task/" + cluster.name + "/" + id);
    failure.reason = "MISSING";
    response.failures->push_back(std::move(failure));
  }
  return response;
}

}  // namespace berth::services::ecs
