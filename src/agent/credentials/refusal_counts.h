// How often the endpoint refused: for the metrics, and to show on a task.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace berth::agent {

/// Why a request at 169.254.170.2 was refused.
enum class Refusal {
  kThrottled,  ///< over ECS_TASK_METADATA_RPS_LIMIT: 429
  kForeign,    ///< an id of another task: 403
};

/// Counts since the agent's start. Thread-safe.
class RefusalCounts {
 public:
  /// `task_arn` is the asking task's, or empty where it is not known.
  void count(Refusal refusal, const std::string& task_arn);
  /// Of everyone, tasks that are gone included.
  std::uint64_t total(Refusal refusal) const;
  std::uint64_t of_task(Refusal refusal, const std::string& task_arn) const;
  /// The task is cleaned up; the totals stay.
  void forget_task(const std::string& task_arn);

 private:
  static constexpr std::size_t kKinds = 2;

  std::array<std::atomic<std::uint64_t>, kKinds> totals_{};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::array<std::uint64_t, kKinds>> by_task_;
};

}  // namespace berth::agent
