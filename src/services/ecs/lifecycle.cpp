// The life of a task after its placement: what agents report, what stops it, what it gives back.
#include "services/ecs/lifecycle.h"

#include <algorithm>
#include <array>

#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::array<std::string_view, 8> kOrder = {"PROVISIONING",   "PENDING",      "ACTIVATING",
                                                    "RUNNING",        "DEACTIVATING", "STOPPING",
                                                    "DEPROVISIONING", "STOPPED"};

/// How far a status is along the way; statuses of agents that callers are not shown (CREATED,
/// PULLED, …) count as PENDING.
std::size_t rank(std::string_view status) {
  const auto place = std::find(kOrder.begin(), kOrder.end(), status);
  return place == kOrder.end() ? 1 : static_cast<std::size_t>(place - kOrder.begin());
}

bool apply_container(aws::ecs::Container& container, const aws::ecs::ContainerStateChange& change) {
  const aws::ecs::Container before = container;
  const std::string status = change.status.value_or("");
  if (!status.empty() && rank(status) > rank(container.last_status.value_or("PENDING"))) {
    container.last_status = std::string(kOrder[rank(status)]);
  }
  if (change.runtime_id) container.runtime_id = change.runtime_id;
  if (change.image_digest) container.image_digest = change.image_digest;
  if (change.exit_code) container.exit_code = change.exit_code;
  if (change.reason) container.reason = change.reason;
  if (change.network_bindings) container.network_bindings = change.network_bindings;
  return container != before;
}

bool apply_containers(aws::ecs::Task& body, const TaskChange& change) {
  bool changed = false;
  if (!body.containers) return changed;
  for (const aws::ecs::ContainerStateChange& report : change.containers) {
    for (aws::ecs::Container& container : *body.containers) {
      if (container.name == report.container_name) {
        changed = apply_container(container, report) || changed;
      }
    }
  }
  return changed;
}

/// Gives back what the task holds and moves it between the instance's counts.
void count_on_instance(store::Transaction& tx, const store::TaskRecord& task,
                       std::string_view before) {
  auto instance = store::find_container_instance_by_arn(tx, task.container_instance_arn);
  if (!instance) return;
  const bool ran = rank(before) >= rank("RUNNING");
  auto& counted = ran ? instance->running_tasks : instance->pending_tasks;
  counted = std::max(0, counted - 1);
  if (task.last_status == "STOPPED") {
    store::release_from_instance(*instance, task.reservation);
  } else {
    ++instance->running_tasks;
  }
  store::update_instance_usage(tx, *instance);
}

void note_running(store::TaskRecord& task, aws::ecs::Task& body, TimePoint now) {
  if (!task.started_at_ms) task.started_at_ms = to_epoch_ms(now);
  if (!body.connectivity) {
    body.connectivity = "CONNECTED";
    body.connectivity_at = now;
  }
  if (!body.containers) return;
  for (aws::ecs::Container& container : *body.containers) {
    if (!container.network_bindings) container.network_bindings.emplace();
  }
}

/// Why a task stopped that nobody asked to stop: in the agent's words where it never ran.
void note_cause(store::TaskRecord& task, const aws::ecs::Task& body, const TaskChange& change) {
  if (task.stop_code) return;
  std::string reason = change.reason;
  bool exited = task.started_at_ms.has_value();
  for (const aws::ecs::Container& container :
       body.containers.value_or(std::vector<aws::ecs::Container>())) {
    exited = exited || container.exit_code.has_value();
    if (reason.empty()) reason = container.reason.value_or("");
  }
  if (exited) {
    task.stop_code = "EssentialContainerExited";
    task.stopped_reason = "Essential container in task exited";
  } else {
    task.stop_code = "TaskFailedToStart";
    task.stopped_reason = reason.empty() ? "Task failed to start" : reason;
  }
}

void note_stopped(store::TaskRecord& task, aws::ecs::Task& body, const TaskChange& change,
                  TimePoint now) {
  note_cause(task, body, change);
  const std::int64_t now_ms = to_epoch_ms(now);
  if (!task.stopping_at_ms) task.stopping_at_ms = now_ms;
  task.stopped_at_ms = now_ms;
  task.desired_status = "STOPPED";
  body.execution_stopped_at = change.execution_stopped_at.value_or(now);
  if (!body.containers) return;
  for (aws::ecs::Container& container : *body.containers) container.last_status = "STOPPED";
}

template <class T>
bool take(std::optional<T>& to, const std::optional<T>& from) {
  if (!from || to == from) return false;
  to = from;
  return true;
}

}  // namespace

bool apply_task_change(store::Transaction& tx, store::TaskRecord& task, const TaskChange& change,
                       TimePoint now) {
  if (task.last_status == "STOPPED") return false;
  auto body = decode_record<aws::ecs::Task>(task.body_json);
  bool changed = apply_containers(body, change);
  changed = take(body.pull_started_at, change.pull_started_at) || changed;
  changed = take(body.pull_stopped_at, change.pull_stopped_at) || changed;
  const std::string before = task.last_status;
  const bool moved = !change.status.empty() && rank(change.status) > rank(before);
  if (!moved && !changed) return false;
  if (moved) task.last_status = kOrder[rank(change.status)];
  if (moved && task.last_status == "RUNNING") note_running(task, body, now);
  if (moved && task.last_status == "STOPPED") note_stopped(task, body, change, now);
  task.version += 1;
  task.body_json = task_body(std::move(body));
  store::update_task(tx, task);
  const bool counts = task.last_status == "STOPPED" ||
                      (rank(task.last_status) >= rank("RUNNING") && rank(before) < rank("RUNNING"));
  if (moved && counts) count_on_instance(tx, task, before);
  return true;
}

bool request_stop(store::Transaction& tx, store::TaskRecord& task, std::string_view stop_code,
                  std::string_view reason, TimePoint now) {
  if (task.desired_status == "STOPPED") return false;
  task.desired_status = "STOPPED";
  task.stop_code = std::string(stop_code);
  task.stopped_reason = std::string(reason);
  task.stopping_at_ms = to_epoch_ms(now);
  task.version += 1;
  store::update_task(tx, task);
  return true;
}

bool mark_stopped(store::Transaction& tx, store::TaskRecord& task, std::string_view stop_code,
                  std::string_view reason, TimePoint now) {
  if (task.last_status == "STOPPED") return false;
  if (!task.stop_code) {
    task.stop_code = std::string(stop_code);
    task.stopped_reason = std::string(reason);
  }
  TaskChange over;
  over.status = "STOPPED";
  return apply_task_change(tx, task, over, now);
}

}  // namespace berth::services::ecs
