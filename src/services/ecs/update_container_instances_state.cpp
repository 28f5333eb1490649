// ecs:UpdateContainerInstancesState: instances take new tasks, or no more.
#include "services/ecs/clusters.h"
#include "services/ecs/container_instances.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kUpdatedInstancesMax = 10;

}  // namespace

Result<aws::ecs::UpdateContainerInstancesStateResponse> update_container_instances_state(
    Context& context, const aws::ecs::UpdateContainerInstancesStateRequest& request) {
  const auto given = request.container_instances.value_or(std::vector<std::string>());
  const std::string status = request.status.value_or("");
  if (status != "ACTIVE" && status != "DRAINING") {
    return fail(client_fault("InvalidParameterException",
                             "Container instance status should be one of [ACTIVE,DRAINING]"));
  }
  if (given.empty() || given.size() > kUpdatedInstancesMax) {
    return fail(client_fault("InvalidParameterException",
                             given.empty() ? "Container instances cannot be empty."
                                           : "Container instances can have at most 10 items."));
  }
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  aws::ecs::UpdateContainerInstancesStateResponse response;
  response.container_instances.emplace();
  response.failures.emplace();
  for (const std::string& each : given) {
    BERTH_ASSIGN(const std::string id, container_instance_id_of(context, cluster.name, each));
    auto found = store::find_container_instance(context.tx, cluster.region, cluster.name, id);
    if (!found || found->status == "INACTIVE") {
      auto failure = missing_instance(context, cluster, id);
      if (found) failure.reason = "INACTIVE";
      response.failures->push_back(std::move(failure));
      continue;
    }
    if (found->status != status) {
      found->status = status;
      found->version += 1;
      store::update_container_instance(context.tx, *found);
    }
    response.container_instances->push_back(shown_container_instance(*found, Tags::kShow));
  }
  return response;
}

}  // namespace berth::services::ecs
