// ecs:UpdateCluster and ecs:UpdateClusterSettings: settings and configuration of a cluster.
#include "aws/json_codec.h"
#include "services/ecs/clusters.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

Result<aws::ecs::Cluster> update(
    Context& context, const std::optional<std::string>& name,
    const std::optional<std::vector<aws::ecs::ClusterSetting>>& settings,
    const std::optional<aws::ecs::ClusterConfiguration>& configuration) {
  BERTH_ASSIGN(store::ClusterRecord cluster, require_cluster(context, name));
  auto body = decode_record<aws::ecs::Cluster>(cluster.body_json);
  if (settings) body.settings = settings;
  if (configuration) body.configuration = configuration;
  cluster.body_json = aws::encode_json(body);
  store::put_cluster(context.tx, cluster);
  return shown_cluster(context, cluster, {});
}

}  // namespace

Result<aws::ecs::UpdateClusterResponse> update_cluster(
    Context& context, const aws::ecs::UpdateClusterRequest& request) {
  aws::ecs::UpdateClusterResponse response;
  BERTH_ASSIGN(response.cluster,
               update(context, request.cluster, request.settings, request.configuration));
  return response;
}

Result<aws::ecs::UpdateClusterSettingsResponse> update_cluster_settings(
    Context& context, const aws::ecs::UpdateClusterSettingsRequest& request) {
  aws::ecs::UpdateClusterSettingsResponse response;
  BERTH_ASSIGN(response.cluster, update(context, request.cluster, request.settings, std::nullopt));
  return response;
}

}  // namespace berth::services::ecs
