// What is wanted of the tasks comes in here; task_run.cpp is the way of each container.
#include "agent/task_engine.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "agent/container_view.h"
#include "agent/logs/container_logs.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookAgain{200};
constexpr std::chrono::hours kLogKeptFor{24};

bool is_over(const TaskRecord& task) {
  return task.known == Status::kStopped && task.sent == Status::kStopped;
}

}  // namespace

TaskEngine::TaskEngine(TaskEngineParts parts)
    : parts_(std::move(parts)),
      services_{parts_.context,
                parts_.docker,
                parts_.settings,
                parts_.endpoints,
                parts_.logs,
                parts_.bundles,
                parts_.pulled_images,
                parts_.clock,
                parts_.random,
                parts_.save,
                [this](const TaskRecord& task) { parts_.directory.publish(task); },
                parts_.container_logs},
      any_changed_(parts_.context) {
  parts_.reporter.set_acknowledged([this](const std::string& arn, Status status) {
    const auto found = tasks_.find(arn);
    if (found == tasks_.end() || found->second->record.sent >= status) return;
    found->second->record.sent = status;
    save_or_warn();
    any_changed_.notify();
  });
}

void TaskEngine::save_or_warn() {
  if (auto saved = parts_.save(); !saved) {
    spdlog::error("the agent's state is not saved: {}", saved.error().message);
  }
}

net::Task<void> TaskEngine::adopt(std::vector<TaskRecord> tasks) {
  for (TaskRecord& record : tasks) {
    auto task = std::make_shared<ActiveTask>(parts_.context, std::move(record));
    TaskRecord& mine = task->record;
    if (!mine.role_credentials_id.empty()) {
      parts_.credentials.expect(mine.role_credentials_id, mine.arn, CredentialsOf::kTask);
    }
    if (!mine.execution_credentials_id.empty()) {
      parts_.credentials.expect(mine.execution_credentials_id, mine.arn, CredentialsOf::kExecution);
    }
    tasks_[mine.arn] = task;
    for (ContainerRecord& container : mine.containers) {
      if (container.docker_id.empty() || container.known == Status::kStopped) continue;
      const auto found = co_await parts_.docker.inspect_container(container.docker_id);
      if (found) {
        take_inspection(*found, container);
      } else if (found.error().code == "NotFound") {
        container.known = Status::kStopped;
        container.reason = "DockerStateError: the container is gone";
      }
    }
  }
  for (const auto& [arn, task] : tasks_) begin(task);
}

/// Sets a task going that was just taken or found again.
void TaskEngine::begin(const TaskPtr& task) {
  parts_.directory.publish(task->record);
  // What an earlier run could not tell any more is told now.
  if (task->record.known > task->record.sent && task->record.known >= Status::kRunning) {
    const Status known = task->record.known;
    const bool ran = task->record.sent < Status::kRunning &&
                     std::all_of(task->record.containers.begin(), task->record.containers.end(),
                                 [](const auto& each) { return each.started_at_ms != 0; });
    if (known == Status::kStopped && ran) report_task(task->record, Status::kRunning);
    report_task(task->record, known);
  }
  const auto& containers = task->record.containers;
  const bool is_done = task->record.known == Status::kStopped &&
                       std::none_of(containers.begin(), containers.end(), owes_log);
  if (is_done) return;  // each of them settled would write all of them down
  for (std::size_t i = 0; i < containers.size(); ++i) {
    net::spawn(parts_.context, run_container(task, i));
  }
  settle(task);
}

void TaskEngine::take_credentials(const aws::acs::Task& task) {
  const auto arn = task.arn.value_or("");
  if (task.role_credentials) {
    parts_.credentials.put(*task.role_credentials, arn, CredentialsOf::kTask);
  }
  if (task.execution_role_credentials) {
    parts_.credentials.put(*task.execution_role_credentials, arn, CredentialsOf::kExecution);
  }
}

Result<void> TaskEngine::take(std::vector<aws::acs::Task> tasks) {
  // All or none: a payload is acknowledged as one.
  const bool brings_new = std::any_of(tasks.begin(), tasks.end(), [this](const auto& told) {
    return told.desired_status != "STOPPED" && tasks_.count(told.arn.value_or("")) == 0;
  });
  if (brings_new && refuse_new_) {
    return fail(client_fault("ShuttingDown", "the agent is stopping"));
  }
  std::vector<TaskPtr> fresh;
  for (aws::acs::Task& told : tasks) {
    const auto arn = told.arn.value_or("");
    take_credentials(told);
    if (tasks_.count(arn) != 0) {
      if (told.desired_status == "STOPPED") order_stop(tasks_[arn]);
      continue;
    }
    auto task = std::make_shared<ActiveTask>(
        parts_.context,
        make_task_record(std::move(told), [this] { return random_uuid(parts_.random); }));
    tasks_[arn] = task;
    fresh.push_back(std::move(task));
  }
  if (auto saved = parts_.save(); !saved) {
    for (const TaskPtr& task : fresh) {
      tasks_.erase(task->record.arn);
      parts_.credentials.forget_task(task->record.arn);
    }
    return saved;
  }
  for (const TaskPtr& task : fresh) begin(task);
  return {};
}

bool TaskEngine::renew_credentials(const std::string& task_arn, const std::string& role_type,
                                   const aws::acs::IAMRoleCredentials& credentials) {
  if (tasks_.count(task_arn) == 0) return false;
  parts_.credentials.put(
      credentials, task_arn,
      role_type == "TaskExecution" ? CredentialsOf::kExecution : CredentialsOf::kTask);
  return true;
}

void TaskEngine::order_stop(const TaskPtr& task) {
  if (task->record.desired == Status::kStopped) return;
  task->record.desired = Status::kStopped;
  if (task->record.execution_stopped_at_ms == 0) {
    task->record.execution_stopped_at_ms = to_epoch_ms(parts_.clock.now());
  }
  settle(task);
}

void TaskEngine::stop(const std::string& task_arn) {
  const auto found = tasks_.find(task_arn);
  if (found != tasks_.end()) order_stop(found->second);
}

void TaskEngine::stop_all() {
  for (const auto& [arn, task] : tasks_) order_stop(task);
}

net::Task<bool> TaskEngine::all_stopped(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto seen = any_changed_.version();
    const bool over = std::all_of(tasks_.begin(), tasks_.end(),
                                  [](const auto& each) { return is_over(each.second->record); });
    if (over) co_return true;
    if (std::chrono::steady_clock::now() >= deadline) co_return false;
    co_await any_changed_.wait(seen, kLookAgain);
  }
}

net::Task<void> TaskEngine::clean_up(std::chrono::milliseconds age) {
  // What a container printed is on the engine's disk alone until it is delivered.
  const auto undelivered_age = age.count() == 0 ? age : std::max<milliseconds>(age, kLogKeptFor);
  std::vector<TaskPtr> old;
  for (const auto& [arn, task] : tasks_) {
    const TaskRecord& record = task->record;
    const bool owes = std::any_of(record.containers.begin(), record.containers.end(), owes_log);
    const auto before_ms = to_epoch_ms(parts_.clock.now() - (owes ? undelivered_age : age));
    if (record.known == Status::kStopped && record.stopped_at_ms <= before_ms) {
      old.push_back(task);
    }
  }
  for (const TaskPtr& task : old) {
    bool gone = true;
    for (const ContainerRecord& container : task->record.containers) {
      // A name without an id: the create call's answer may have been lost.
      const auto name = container.docker_id.empty() ? container.docker_name : container.docker_id;
      if (name.empty()) continue;
      auto removed = co_await parts_.docker.remove_container(name);
      if (!removed) spdlog::warn("{} is not removed: {}", name, removed.error().message);
      gone = gone && removed;
      if (removed && container.log_by_agent) parts_.container_logs->forget(container.docker_id);
    }
    for (const std::string& volume : task->record.volumes) {
      auto removed = co_await parts_.docker.remove_volume(volume);
      gone = gone && removed;
    }
    if (!gone || !is_over(task->record)) continue;
    parts_.directory.forget(task->record.arn);
    parts_.credentials.forget_task(task->record.arn);
    parts_.refusals.forget_task(task->record.arn);
    tasks_.erase(task->record.arn);
  }
  if (!old.empty()) save_or_warn();
}

net::Task<void> TaskEngine::look_at(std::string docker_id) {
  TaskPtr task;
  std::size_t index = 0;
  for (const auto& [arn, each] : tasks_) {
    const auto& containers = each->record.containers;
    for (std::size_t i = 0; i < containers.size(); ++i) {
      if (containers[i].docker_id == docker_id && containers[i].known != Status::kStopped) {
        task = each;
        index = i;
      }
    }
  }
  if (!task) co_return;
  const auto found = co_await parts_.docker.inspect_container(std::move(docker_id));
  ContainerRecord& container = task->record.containers[index];
  // While it is on its way, its hooks say how far it is.
  if (container.known < Status::kRunning) co_return;
  if (found) {
    take_inspection(*found, container);
  } else if (found.error().code == "NotFound") {
    container.known = Status::kStopped;
    if (container.reason.empty()) container.reason = "DockerStateError: the container is gone";
  }
  settle(task);
}

net::Task<void> TaskEngine::look_at_all() {
  std::vector<std::string> ids;
  for (const auto& [arn, task] : tasks_) {
    for (const auto& container : task->record.containers) {
      if (!container.docker_id.empty()) ids.push_back(container.docker_id);
    }
  }
  for (std::string& id : ids) co_await look_at(std::move(id));
}

std::vector<std::string> TaskEngine::running_tasks() const {
  std::vector<std::string> arns;
  for (const auto& [arn, task] : tasks_) {
    if (task->record.known != Status::kStopped) arns.push_back(arn);
  }
  return arns;
}

std::vector<TaskRecord> TaskEngine::records() const {
  std::vector<TaskRecord> records;
  records.reserve(tasks_.size());
  for (const auto& [arn, task] : tasks_) records.push_back(task->record);
  return records;
}

}  // namespace berth::agent
