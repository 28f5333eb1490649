// Finding clusters, for every operation that names one, and how a cluster is shown.
#include "services/ecs/clusters.h"

#include "services/ecs/names.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

tl::unexpected<Fault> not_found() {
  return fail(client_fault("ClusterNotFoundException", "Cluster not found."));
}

std::vector<aws::ecs::KeyValuePair> statistics_of(const store::ClusterCounts& counts) {
  const std::pair<const char*, std::int64_t> values[] = {
      {"runningEC2TasksCount", counts.running_tasks},
      {"runningFargateTasksCount", 0},
      {"pendingEC2TasksCount", counts.pending_tasks},
      {"pendingFargateTasksCount", 0},
      {"activeEC2ServiceCount", 0},
      {"activeFargateServiceCount", 0},
      {"drainingEC2ServiceCount", 0},
      {"drainingFargateServiceCount", 0},
  };
  std::vector<aws::ecs::KeyValuePair> statistics;
  for (const auto& [name, value] : values) {
    aws::ecs::KeyValuePair pair;
    pair.name = name;
    pair.value = std::to_string(value);
    statistics.push_back(std::move(pair));
  }
  return statistics;
}

}  // namespace

std::optional<store::ClusterRecord> find_cluster(const Context& context, std::string_view name) {
  auto found = store::find_cluster(context.tx, context.region.str(), name);
  if (!found && name == "default" && context.settings.default_cluster_everywhere) {
    found.emplace();
    found->region = context.region.str();
    found->name = "default";
    found->body_json = "{}";
  }
  return found;
}

Result<store::ClusterRecord> require_cluster(const Context& context,
                                             const std::optional<std::string>& cluster) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  auto found = find_cluster(context, name);
  if (!found || found->status != "ACTIVE") return not_found();
  return std::move(*found);
}

Result<store::ClusterRecord> require_usable_cluster(const Context& context,
                                                    const std::optional<std::string>& cluster) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  auto found = find_cluster(context, name);
  if (!found) return not_found();
  if (found->status != "ACTIVE") {
    return fail(client_fault("ClientException", "The referenced cluster was inactive."));
  }
  return std::move(*found);
}

aws::ecs::Cluster shown_cluster(const Context& context, const store::ClusterRecord& cluster,
                                const ClusterDetail& detail) {
  auto shown = decode_record<aws::ecs::Cluster>(cluster.body_json);
  const auto counts = store::count_cluster(context.tx, cluster.region, cluster.name);
  shown.cluster_arn = cluster_arn(context, cluster.name);
  shown.cluster_name = cluster.name;
  shown.status = cluster.status;
  shown.registered_container_instances_count = static_cast<std::int32_t>(counts.instances);
  shown.running_tasks_count = static_cast<std::int32_t>(counts.running_tasks);
  shown.pending_tasks_count = static_cast<std::int32_t>(counts.pending_tasks);
  shown.active_services_count = 0;
  shown.statistics.emplace();
  if (detail.statistics) shown.statistics = statistics_of(counts);
  shown.tags.emplace();
  if (detail.tags) shown.tags = tags_of(cluster.tags_json);
  if (!detail.settings) {
    shown.settings.emplace();
  } else if (!shown.settings) {
    aws::ecs::ClusterSetting insights;
    insights.name = "containerInsights";
    insights.value = "disabled";
    shown.settings.emplace().push_back(std::move(insights));
  }
  if (!detail.configuration) shown.configuration.reset();
  if (!shown.capacity_providers) shown.capacity_providers.emplace();
  if (!shown.default_capacity_provider_strategy) shown.default_capacity_provider_strategy.emplace();
  return shown;
}

}  // namespace berth::services::ecs
