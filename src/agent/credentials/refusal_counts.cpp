// How often the endpoint refused: for the metrics, and to show on a task.
#include "agent/credentials/refusal_counts.h"

namespace berth::agent {

void RefusalCounts::count(Refusal refusal, const std::string& task_arn) {
  const auto kind = static_cast<std::size_t>(refusal);
  totals_[kind].fetch_add(1, std::memory_order_relaxed);
  if (task_arn.empty()) return;
  const std::scoped_lock lock(mutex_);
  ++by_task_[task_arn][kind];
}

std::uint64_t RefusalCounts::total(Refusal refusal) const {
  return totals_[static_cast<std::size_t>(refusal)].load(std::memory_order_relaxed);
}

std::uint64_t RefusalCounts::of_task(Refusal refusal, const std::string& task_arn) const {
  const std::scoped_lock lock(mutex_);
  const auto found = by_task_.find(task_arn);
  return found == by_task_.end() ? 0 : found->second[static_cast<std::size_t>(refusal)];
}

void RefusalCounts::forget_task(const std::string& task_arn) {
  const std::scoped_lock lock(mutex_);
  by_task_.erase(task_arn);
}

}  // namespace berth::agent
