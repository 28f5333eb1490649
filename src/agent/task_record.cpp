// What an agent knows about a task and its containers: the task's way between payload and engine.
#include "agent/task_record.h"

#include <utility>

namespace berth::agent {

const char* to_text(Status status) {
  switch (status) {
    case Status::kNone:
      return "NONE";
    case Status::kPending:
      return "PENDING";
    case Status::kPulled:
      return "PULLED";
    case Status::kCreated:
      return "CREATED";
    case Status::kRunning:
      return "RUNNING";
    case Status::kStopped:
      return "STOPPED";
  }
  return "NONE";
}

Status status_of(const std::string& text) {
  for (const auto status :
       {Status::kPending, Status::kPulled, Status::kCreated, Status::kRunning, Status::kStopped}) {
    if (text == to_text(status)) return status;
  }
  return Status::kNone;
}

const aws::acs::Container* find_definition(const TaskRecord& task, const std::string& name) {
  if (!task.payload.containers) return nullptr;
  for (const auto& container : *task.payload.containers) {
    if (container.name == name) return &container;
  }
  return nullptr;
}

const ContainerRecord* find_container(const TaskRecord& task, const std::string& name) {
  for (const auto& container : task.containers) {
    if (container.name == name) return &container;
  }
  return nullptr;
}

bool owes_log(const ContainerRecord& container) {
  return container.log_by_agent && container.started_at_ms != 0 && !container.log_delivered;
}

bool is_essential(const TaskRecord& task, const ContainerRecord& container) {
  const auto* definition = find_definition(task, container.name);
  return !definition || definition->essential.value_or(true);
}

TaskRecord make_task_record(aws::acs::Task payload,
                            const std::function<std::string()>& endpoint_id) {
  TaskRecord task;
  task.arn = payload.arn.value_or("");
  task.desired = payload.desired_status == "STOPPED" ? Status::kStopped : Status::kRunning;
  if (payload.role_credentials) {
    task.role_credentials_id = payload.role_credentials->credentials_id.value_or("");
  }
  if (payload.execution_role_credentials) {
    task.execution_credentials_id = payload.execution_role_credentials->credentials_id.value_or("");
  }
  payload.role_credentials.reset();
  payload.execution_role_credentials.reset();
  if (payload.containers) {
    for (const auto& definition : *payload.containers) {
      ContainerRecord container;
      container.name = definition.name.value_or("");
      container.endpoint_id = endpoint_id();
      task.containers.push_back(std::move(container));
    }
  }
  task.payload = std::move(payload);
  return task;
}

}  // namespace berth::agent
