// ecs:ListTasks: ARNs of a cluster's tasks, the newest first.
#include <charconv>

#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"

namespace berth::services::ecs {
namespace {

Result<std::optional<store::TaskPosition>> task_position_of(
    const std::optional<std::string>& token) {
  BERTH_ASSIGN(const std::string text, page_start(token));
  if (text.empty()) return std::optional<store::TaskPosition>();
  const std::size_t space = text.find(' ');
  if (space == std::string::npos) {
    return fail(client_fault("InvalidParameterException", "Invalid nextToken."));
  }
  store::TaskPosition position;
  std::from_chars(text.data(), text.data() + space, position.created_at_ms);
  position.task_id = text.substr(space + 1);
  return std::optional(std::move(position));
}

}  // namespace

Result<aws::ecs::ListTasksResponse> list_tasks(Context& context,
                                               const aws::ecs::ListTasksRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const auto after, task_position_of(request.next_token));
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  if (request.service_name) {
    return fail(client_fault("ServiceNotFoundException", "Service not found."));
  }
  if (request.family && !is_plain_name(*request.family)) {
    return fail(client_fault("InvalidParameterException", "family must match ^[a-zA-Z0-9\\-_]+$"));
  }
  std::string instance_arn;
  if (request.container_instance) {
    BERTH_ASSIGN(const std::string id,
                 container_instance_id_of(context, cluster.name, *request.container_instance));
    instance_arn = ecs_arn(context, "container-instance/" + cluster.name + "/" + id);
  }
  const auto text = [](const std::optional<std::string>& value) {
    return value ? std::string_view(*value) : std::string_view();
  };
  store::TaskFilter filter;
  filter.region = cluster.region;
  filter.cluster = cluster.name;
  filter.desired_status = request.desired_status ? text(request.desired_status) : "RUNNING";
  filter.container_instance_arn = instance_arn;
  filter.family = text(request.family);
  filter.started_by = text(request.started_by);
  filter.launch_type = text(request.launch_type);
  const auto found = store::list_tasks(context.tx, filter, after, size + 1);

  aws::ecs::ListTasksResponse response;
  auto& arns = response.task_arns.emplace();
  for (const store::TaskRecord& task : found) {
    if (arns.size() == static_cast<std::size_t>(size)) {
      const auto& last = found[arns.size() - 1];
      response.next_token =
          aws::encode_token(std::to_string(last.created_at_ms) + " " + last.task_id);
      break;
    }
    arns.push_back(store::task_arn(task));
  }
  return response;
}

}  // namespace berth::services::ecs
