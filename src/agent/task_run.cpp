// The way of each container of a task, from its turn to its end, and what that means for the task.
#include <algorithm>

#include <spdlog/spdlog.h>

#include "agent/container_order.h"
#include "agent/logs/container_logs.h"
#include "agent/reasons.h"
#include "agent/task_engine.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

constexpr std::chrono::hours kLong{1};
/// A container that cannot be stopped is tried again after this.
constexpr std::chrono::seconds kStopAgain{5};
constexpr std::chrono::seconds kLogPatience{2};

bool has_run(const ContainerRecord& container) {
  return container.started_at_ms != 0;
}

/// It has stopped, and its log is there: who sees that a task has stopped finds what it printed.
bool has_ended(const ContainerRecord& container) {
  return container.known == Status::kStopped && (!owes_log(container) || container.log_late);
}

/// All have run but those that could not be started and that the task can do without.
bool came_up(const TaskRecord& task) {
  if (task.containers.empty()) return false;
  return std::all_of(task.containers.begin(), task.containers.end(), [&](const auto& each) {
    return has_run(each) || (each.known == Status::kStopped && !is_essential(task, each) &&
                             task.desired != Status::kStopped);
  });
}

bool wants_stop(const TaskRecord& task) {
  return task.desired == Status::kStopped;
}

std::chrono::milliseconds start_patience(const aws::acs::Container& definition) {
  if (!definition.start_timeout) return kLong;
  return std::chrono::seconds(*definition.start_timeout);
}

}  // namespace

net::Task<void> TaskEngine::run_container(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  if (container.known < Status::kRunning) {
    const bool may_start = co_await wait_for_turn(task, index);
    if (may_start) co_await start_container(task, index);
  }
  if (owes_log(container)) follow_log(task, index);
  while (container.known != Status::kStopped) {
    const auto seen = task->changed.version();
    if (wants_stop(task->record)) {
      co_await wait_for_stop_turn(task, index);
      co_await stop_container(task, index);
      continue;
    }
    co_await task->changed.wait(seen, kLong);
  }
  settle(task);
  co_await wait_for_log(task, index);
}

void TaskEngine::follow_log(const TaskPtr& task, std::size_t index) {
  const ContainerRecord& container = task->record.containers[index];
  const auto* definition = find_definition(task->record, container.name);
  auto target = find_log_target(task->record, *definition, parts_.logs);
  if (!target) return;
  parts_.container_logs->follow(container.docker_id, std::move(*target), [this, task, index] {
    task->record.containers[index].log_delivered = true;
    if (tasks_.count(task->record.arn) != 0) settle(task);
  });
}

/// A task's end waits for its log, but not for a service that is away.
net::Task<void> TaskEngine::wait_for_log(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  const auto deadline = std::chrono::steady_clock::now() + kLogPatience;
  while (!has_ended(container)) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      container.log_late = true;
      settle(task);
      co_return;
    }
    const auto seen = task->changed.version();
    co_await task->changed.wait(seen, left);
  }
}

/// False where the container is not to start: the task stops, or what it depends on never comes.
net::Task<bool> TaskEngine::wait_for_turn(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  const auto* definition = find_definition(task->record, container.name);
  const auto deadline = std::chrono::steady_clock::now() +
                        (definition != nullptr ? start_patience(*definition) : kLong);
  for (;;) {
    const auto seen = task->changed.version();
    if (wants_stop(task->record)) co_return false;
    Readiness readiness = readiness_to_start(task->record, container);
    if (readiness == Readiness::kReady) co_return true;
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (readiness == Readiness::kNever || late) {
      container.reason = late ? "DependencyTimeoutError: what the container depends on did not "
                                "come within its start timeout"
                              : "DependencyNotMetError: what the container depends on did not "
                                "come to its condition";
      container.known = Status::kStopped;
      settle(task);
      co_return false;
    }
    co_await task->changed.wait(seen, std::chrono::seconds(1));
  }
}

net::Task<void> TaskEngine::start_container(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  const auto* definition = find_definition(task->record, container.name);
  ContainerStart start{services_, task->record, container, *definition, task->changed, {}};
  for (const HookRow& row : kStartHooks) {
    // Created and told to stop is nothing to start.
    if (wants_stop(task->record)) break;
    auto done = co_await row.hook(start);
    if (done) continue;
    if (wants_stop(task->record) && container.docker_id.empty()) break;
    container.reason = reason_text(done.error());
    container.known = Status::kStopped;
    spdlog::info("{} {}: {}: {}", task->record.arn, container.name, row.name, container.reason);
    break;
  }
  settle(task);
}

net::Task<void> TaskEngine::wait_for_stop_turn(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  while (container.known != Status::kStopped && !may_stop(task->record, container)) {
    const auto seen = task->changed.version();
    co_await task->changed.wait(seen, std::chrono::seconds(1));
  }
}

net::Task<void> TaskEngine::stop_container(TaskPtr task, std::size_t index) {
  ContainerRecord& container = task->record.containers[index];
  if (container.known == Status::kStopped) co_return;
  const auto* definition = find_definition(task->record, container.name);
  ContainerStart stop{services_, task->record, container, *definition, task->changed, {}};
  auto stopped = co_await hooks::stop(stop);
  if (!stopped) {
    spdlog::warn("{} {}: {}", task->record.arn, container.name, reason_text(stopped.error()));
    co_await net::sleep_for(kStopAgain);
    co_return;
  }
  settle(task);
}

/// A task runs once its containers have; it stops with its first essential one.
void TaskEngine::settle_statuses(TaskRecord& task) {
  const auto now_ms = to_epoch_ms(parts_.clock.now());
  const auto& containers = task.containers;
  if (task.known < Status::kRunning && came_up(task)) {
    task.known = Status::kRunning;
    report_task(task, Status::kRunning);
  }
  for (const ContainerRecord& container : containers) {
    if (container.known != Status::kStopped || wants_stop(task)) continue;
    if (!is_essential(task, container)) continue;
    task.desired = Status::kStopped;
    task.execution_stopped_at_ms = now_ms;
    task.reason = has_run(container) ? kEssentialExited : container.reason;
  }
  const bool all_stopped = std::all_of(containers.begin(), containers.end(), has_ended);
  if (!all_stopped || task.known == Status::kStopped) return;
  task.known = Status::kStopped;
  task.desired = Status::kStopped;
  if (task.execution_stopped_at_ms == 0) task.execution_stopped_at_ms = now_ms;
  task.stopped_at_ms = now_ms;
  report_task(task, Status::kStopped);
  spdlog::info("{} stopped", task.arn);
}

void TaskEngine::settle(const TaskPtr& task) {
  TaskRecord& record = task->record;
  settle_statuses(record);
  for (ContainerRecord& container : record.containers) {
    // The task's own end tells of its containers.
    const bool tell = container.known == Status::kStopped && record.known == Status::kRunning &&
                      !container.end_reported;
    if (!tell) continue;
    container.end_reported = true;
    report_container(record, container);
  }
  parts_.directory.publish(record);
  save_or_warn();
  task->changed.notify();
  any_changed_.notify();
}

void TaskEngine::report_task(const TaskRecord& task, Status status) {
  auto request = make_task_report(task, status, parts_.settings.cluster);
  parts_.reporter.add({task.arn, status, [this, request = std::move(request)] {
                         return parts_.submit_task(request);
                       }});
}

void TaskEngine::report_container(const TaskRecord& task, const ContainerRecord& container) {
  auto request = make_container_report(task, container, parts_.settings.cluster);
  parts_.reporter.add({task.arn, Status::kNone, [this, request = std::move(request)] {
                         return parts_.submit_container(request);
                       }});
}

}  // namespace berth::agent
