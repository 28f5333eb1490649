// The task, running or stopped, and where it is not in the cluster that was named, where it is.
#include <utility>
#include <vector>

#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

namespace ecs_ops = aws::ecs::ops;

constexpr std::size_t kClustersMax = 100;  // looked through for a lost task

net::Task<Asked<aws::ecs::Task>> describe_task(const Asking& asking, std::string region,
                                               std::string cluster, std::string task) {
  aws::ecs::DescribeTasksRequest request;
  request.cluster = cluster;
  request.tasks.emplace().push_back(task);
  auto described = co_await ask<ecs_ops::DescribeTasks>(
      asking, std::move(region), last_segment(task) + " in cluster " + last_segment(cluster),
      std::move(request));
  Asked<aws::ecs::Task> seen;
  seen.question = described.question;
  seen.at = described.at;
  seen.refusal = described.refusal;
  if (!described) co_return seen;
  const auto& tasks = items(described->tasks);
  const auto& failures = items(described->failures);
  if (!tasks.empty()) {
    seen.answer = tasks.front();
  } else {
    const std::string reason =
        failures.empty() ? "EmptyAnswer" : failures[0].reason.value_or("EmptyAnswer");
    seen.refusal =
        client_fault(reason, "there is no such task in cluster " + last_segment(cluster));
  }
  co_return seen;
}

net::Task<void> look_in(const Asking& asking, Evidence& evidence, std::string cluster) {
  auto seen = co_await describe_task(asking, evidence.region, cluster, evidence.task);
  if (seen) evidence.task_elsewhere.push_back(cluster);
}

/// An ARN names its cluster and is refused elsewhere: its id is what other clusters know.
net::Task<void> look_elsewhere(const Asking& asking, Evidence& evidence) {
  evidence.task = last_segment(evidence.task);
  auto clusters = co_await ask<ecs_ops::ListClusters>(asking, evidence.region, "", {});
  if (!clusters) co_return;
  std::vector<net::Task<void>> tasks;
  for (const std::string& arn : items(clusters->cluster_arns)) {
    if (last_segment(arn) == last_segment(evidence.cluster)) continue;
    if (tasks.size() < kClustersMax) tasks.push_back(look_in(asking, evidence, arn));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace

net::Task<void> collect_task(const Asking& asking, Evidence& evidence) {
  auto seen = co_await describe_task(asking, evidence.region, evidence.cluster, evidence.task);
  evidence.task_seen = std::move(seen);
  const bool is_lost = evidence.task_seen.was_refused_as("MISSING") ||
                       evidence.task_seen.was_refused_as("ClusterNotFoundException") ||
                       evidence.task_seen.was_refused_as("InvalidParameterException");
  if (is_lost) co_await look_elsewhere(asking, evidence);
}

}  // namespace berth::doctor
