// ecs:DescribeClusters: clusters by name or ARN, with what the caller asks to see.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kClustersMax = 100;

ClusterDetail detail_of(const std::optional<std::vector<std::string>>& include) {
  const auto wants = [&include](const char* what) {
    return include && std::find(include->begin(), include->end(), what) != include->end();
  };
  return ClusterDetail{wants("SETTINGS"), wants("CONFIGURATIONS"), wants("STATISTICS"),
                       wants("TAGS")};
}

}  // namespace

Result<aws::ecs::DescribeClustersResponse> describe_clusters(
    Context& context, const aws::ecs::DescribeClustersRequest& request) {
  std::vector<std::string> names = request.clusters.value_or(std::vector<std::string>());
  if (names.empty()) names.emplace_back("default");
  if (names.size() > kClustersMax) {
    return fail(client_fault("InvalidParameterException", "Clusters can have at most 100 items."));
  }
  aws::ecs::DescribeClustersResponse response;
  response.clusters.emplace();
  response.failures.emplace();
  const ClusterDetail detail = detail_of(request.include);
  for (const std::string& each : names) {
    BERTH_ASSIGN(const std::string name, cluster_name_of(context, each));
    if (const auto cluster = find_cluster(context, name)) {
      response.clusters->push_back(shown_cluster(context, *cluster, detail));
      continue;
    }
    aws::ecs::Failure failure;
    failure.arn = cluster_arn(context, name);
    failure.reason = "MISSING";
    response.failures->push_back(std::move(failure));
  }
  return response;
}

}  // namespace berth::services::ecs
