// ecs:DeleteCluster: an empty cluster becomes INACTIVE.
#include "services/ecs/clusters.h"
#include "services/ecs/operations.h"

namespace berth::services::ecs {

Result<aws::ecs::DeleteClusterResponse> delete_cluster(
    Context& context, const aws::ecs::DeleteClusterRequest& request) {
  BERTH_ASSIGN(store::ClusterRecord cluster, require_cluster(context, request.cluster));
  if (store::count_cluster(context.tx, cluster.region, cluster.name).instances > 0) {
    return fail(client_fault(
        "ClusterContainsContainerInstancesException",
        "The Cluster cannot be deleted while Container Instances are active or draining."));
  }
  if (store::count_live_tasks(context.tx, cluster.region, cluster.name) > 0) {
    return fail(client_fault("ClusterContainsTasksException",
                             "The Cluster cannot be deleted while Tasks are active."));
  }
  cluster.status = "INACTIVE";
  store::put_cluster(context.tx, cluster);
  aws::ecs::DeleteClusterResponse response;
  response.cluster = shown_cluster(context, cluster, {});
  return response;
}

}  // namespace berth::services::ecs
