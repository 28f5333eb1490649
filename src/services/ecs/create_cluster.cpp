// ecs:CreateCluster: a new cluster, or the one of that name as it is.
#include "aws/json_codec.h"
#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"
#include "services/ecs/tags.h"

namespace berth::services::ecs {

Result<aws::ecs::CreateClusterResponse> create_cluster(
    Context& context, const aws::ecs::CreateClusterRequest& request) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, request.cluster_name));
  if (request.capacity_providers && !request.capacity_providers->empty()) {
    return fail(client_fault("InvalidParameterException",
                             "The specified capacity provider does not exist."));
  }
  const auto tags = request.tags.value_or(std::vector<aws::ecs::Tag>());
  BERTH_TRY(check_tags(tags));
  auto cluster = store::find_cluster(context.tx, context.region.str(), name);
  if (!cluster || cluster->status != "ACTIVE") {
    aws::ecs::Cluster body;
    body.settings = request.settings;
    body.configuration = request.configuration;
    cluster.emplace();
    cluster->region = context.region.str();
    cluster->name = name;
    cluster->created_at_ms = to_epoch_ms(context.now);
    cluster->body_json = aws::encode_json(body);
    cluster->tags_json = tags_text(tags);
    store::put_cluster(context.tx, *cluster);
  }
  aws::ecs::CreateClusterResponse response;
  response.cluster = shown_cluster(context, *cluster, {});
  return response;
}

}  // namespace berth::services::ecs
