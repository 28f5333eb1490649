// Finding container instances, for every operation that names one.
#include "services/ecs/container_instances.h"

#include "services/ecs/names.h"

namespace berth::services::ecs {

Result<store::ContainerInstanceRecord> require_container_instance(
    Context& context, const store::ClusterRecord& cluster, std::string_view instance) {
  BERTH_ASSIGN(const std::string id, container_instance_id_of(context, cluster.name, instance));
  auto found = store::find_container_instance(context.tx, cluster.region, cluster.name, id);
  if (!found || found->status == "INACTIVE") {
    return fail(client_fault("InvalidParameterException",
                             "The referenced container instance was not found."));
  }
  return std::move(*found);
}

aws::ecs::Failure missing_instance(const Context& context, const store::ClusterRecord& cluster,
                                   std::string_view id) {
  aws::ecs::Failure failure;
  failure.arn = ecs_arn(context, "container-instance/" + cluster.name + "/" + std::string(id));
  failure.reason = "MISSING";
  return failure;
}

}  // namespace berth::services::ecs
