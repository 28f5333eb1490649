// In which order evidence is collected: what does not need another's answer does not wait for it.
#include "doctor/collect.h"

#include <vector>

namespace berth::doctor {
namespace {

using Tasks = std::vector<net::Task<void>>;

/// What only the definition tells.
net::Task<void> after_definition(const Asking& asking, Evidence& evidence) {
  co_await collect_definition(asking, evidence);
  Tasks tasks;
  tasks.push_back(collect_roles(asking, evidence));
  tasks.push_back(collect_logs(asking, evidence));
  co_await side_by_side(asking.context, std::move(tasks));
}

net::Task<void> after_task(const Asking& asking, Evidence& evidence) {
  co_await collect_task(asking, evidence);
  if (!evidence.task_seen) co_return;
  Tasks tasks;
  tasks.push_back(after_definition(asking, evidence));
  tasks.push_back(collect_instances(asking, evidence));
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace

net::Task<void> collect(const Asking& asking, Evidence& evidence) {
  evidence.now = asking.clock.now();
  const bool is_task = evidence.subject == Subject::kTask;
  Tasks tasks;
  tasks.push_back(collect_caller(asking, evidence, !is_task));
  tasks.push_back(collect_cluster(asking, evidence));
  if (is_task) {
    tasks.push_back(after_task(asking, evidence));
  } else {
    tasks.push_back(collect_instances(asking, evidence));
  }
  if (evidence.subject == Subject::kDefinition) {
    tasks.push_back(after_definition(asking, evidence));
  }
  if (evidence.subject == Subject::kCluster) {
    tasks.push_back(collect_logs(asking, evidence));
    if (evidence.task_role) tasks.push_back(collect_role(asking, *evidence.task_role));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace berth::doctor
