// ecs:DescribeContainerInstances: instances by id or ARN; those that are not there are failures.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/container_instances.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kInstancesMax = 100;

}  // namespace

Result<aws::ecs::DescribeContainerInstancesResponse> describe_container_instances(
    Context& context, const aws::ecs::DescribeContainerInstancesRequest& request) {
  const auto given = request.container_instances.value_or(std::vector<std::string>());
  if (given.empty() || given.size() > kInstancesMax) {
    return fail(client_fault("InvalidParameterException",
                             given.empty() ? "Container instances cannot be empty."
                                           : "Container instances can have at most 100 items."));
  }
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  const auto& include = request.include;
  const bool tags =
      include && std::find(include->begin(), include->end(), "TAGS") != include->end();
  aws::ecs::DescribeContainerInstancesResponse response;
  response.container_instances.emplace();
  response.failures.emplace();
  for (const std::string& each : given) {
    BERTH_ASSIGN(const std::string id, container_instance_id_of(context, cluster.name, each));
    const auto found = store::find_container_instance(context.tx, cluster.region, cluster.name, id);
    if (found) {
      response.container_instances->push_back(
          shown_container_instance(*found, tags ? Tags::kShow : Tags::kHide));
    } else {
      response.failures->push_back(missing_instance(context, cluster, id));
    }
  }
  return response;
}

}  // namespace berth::services::ecs
