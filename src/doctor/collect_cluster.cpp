// The cluster and its container instances, with what they can do and what they have left.
#include <utility>
#include <vector>

#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

using Instances = std::vector<aws::ecs::ContainerInstance>;

constexpr std::size_t kInstancesMax = 100;  // DescribeContainerInstances takes no more

net::Task<Asked<std::vector<std::string>>> list_instances(const Asking& asking, std::string region,
                                                          std::string cluster) {
  aws::ecs::ListContainerInstancesRequest list;
  list.cluster = cluster;
  auto listed = co_await ask<aws::ecs::ops::ListContainerInstances>(asking, std::move(region),
                                                                    cluster, std::move(list));
  co_return part_of<std::vector<std::string>>(
      std::move(listed), [](const aws::ecs::ListContainerInstancesResponse& answer) {
        auto arns = items(answer.container_instance_arns);
        if (arns.size() > kInstancesMax) arns.resize(kInstancesMax);
        return arns;
      });
}

}  // namespace

net::Task<void> collect_cluster(const Asking& asking, Evidence& evidence) {
  aws::ecs::DescribeClustersRequest request;
  request.clusters.emplace().push_back(evidence.cluster);
  auto described = co_await ask<aws::ecs::ops::DescribeClusters>(
      asking, evidence.region, last_segment(evidence.cluster), std::move(request));
  auto& seen = evidence.cluster_seen;
  seen.question = described.question;
  seen.at = described.at;
  seen.refusal = described.refusal;
  if (!described) co_return;
  const auto& clusters = items(described->clusters);
  const auto& failures = items(described->failures);
  if (clusters.empty()) {
    // What says neither is no ECS: nothing is known from it.
    const std::string reason =
        failures.empty() ? "EmptyAnswer" : failures[0].reason.value_or("EmptyAnswer");
    seen.refusal = client_fault(reason, "there is no such cluster in " + evidence.region);
  } else {
    seen.answer = clusters.front();
  }
}

net::Task<void> collect_instances(const Asking& asking, Evidence& evidence) {
  std::vector<std::string> arns;
  if (evidence.task_seen) {
    const std::string arn = evidence.task_seen->container_instance_arn.value_or("");
    if (arn.empty()) co_return;
    arns.push_back(arn);
  } else {
    auto listed = co_await list_instances(asking, evidence.region, evidence.cluster);
    if (!listed || listed->empty()) {
      evidence.instances = part_of<Instances>(
          std::move(listed), [](const std::vector<std::string>&) { return Instances{}; });
      co_return;
    }
    arns = *listed.answer;
  }
  aws::ecs::DescribeContainerInstancesRequest request;
  request.cluster = evidence.cluster;
  request.container_instances = std::move(arns);
  auto described = co_await ask<aws::ecs::ops::DescribeContainerInstances>(
      asking, evidence.region, "in cluster " + last_segment(evidence.cluster), std::move(request));
  evidence.instances = part_of<Instances>(
      std::move(described), [](const aws::ecs::DescribeContainerInstancesResponse& answer) {
        return items(answer.container_instances);
      });
}

}  // namespace berth::doctor
