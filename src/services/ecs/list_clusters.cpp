// ecs:ListClusters: the region's clusters by name.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"

namespace berth::services::ecs {

Result<aws::ecs::ListClustersResponse> list_clusters(Context& context,
                                                     const aws::ecs::ListClustersRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string after, page_start(request.next_token));
  std::vector<std::string> names;
  for (const auto& cluster :
       store::list_clusters(context.tx, context.region.str(), after, size + 1)) {
    names.push_back(cluster.name);
  }
  // `default` may be there without having been written.
  const std::string everywhere = "default";
  const auto place = std::lower_bound(names.begin(), names.end(), everywhere);
  const auto found = find_cluster(context, everywhere);
  if (found && found->status == "ACTIVE" && after < everywhere &&
      (place == names.end() || *place != everywhere)) {
    names.insert(place, everywhere);
  }
  aws::ecs::ListClustersResponse response;
  response.cluster_arns.emplace();
  for (const std::string& name : names) {
    if (response.cluster_arns->size() == static_cast<std::size_t>(size)) {
      response.next_token = aws::encode_token(names[response.cluster_arns->size() - 1]);
      break;
    }
    response.cluster_arns->push_back(cluster_arn(context, name));
  }
  return response;
}

}  // namespace berth::services::ecs
