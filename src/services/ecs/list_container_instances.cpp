// ecs:ListContainerInstances: ARNs of a cluster's instances, with a query where one is given.
#include "scheduler/expression.h"
#include "services/ecs/clusters.h"
#include "services/ecs/launch.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"

namespace berth::services::ecs {

Result<aws::ecs::ListContainerInstancesResponse> list_container_instances(
    Context& context, const aws::ecs::ListContainerInstancesRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string start, page_start(request.next_token));
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  std::optional<scheduler::Expression> filter;
  if (request.filter && !request.filter->empty()) {
    BERTH_ASSIGN(filter, scheduler::parse_expression(*request.filter));
  }
  aws::ecs::ListContainerInstancesResponse response;
  auto& arns = response.container_instance_arns.emplace();
  AttributeReader attributes(context.tx);
  std::string after = start;
  for (bool more = true; more;) {
    const auto page = store::list_container_instances(context.tx, cluster.region, cluster.name,
                                                      request.status.value_or(""), after, size + 1);
    more = page.size() > static_cast<std::size_t>(size);
    for (const store::ContainerInstanceRecord& instance : page) {
      if (!filter || filter->matches(to_place_on(instance, attributes))) {
        if (arns.size() == static_cast<std::size_t>(size)) {
          response.next_token = aws::encode_token(after);
          return response;
        }
        arns.push_back(store::container_instance_arn(instance));
      }
      after = instance.id;
    }
  }
  return response;
}

}  // namespace berth::services::ecs
