// What an agent knows about a task and its containers: the task's way between payload and engine.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/models/acs.h"
#include "aws/models/ecs.h"
#include "base/clock.h"

namespace berth::agent {

/// How far a task or a container has come. The order counts: a status never goes back.
enum class Status { kNone, kPending, kPulled, kCreated, kRunning, kStopped };

/// "PENDING", "RUNNING", …: as the ECS API spells it.
const char* to_text(Status status);
/// The reverse; an unknown text is kNone.
Status status_of(const std::string& text);

/// One container of a task on this instance.
struct ContainerRecord {
  std::string name;         ///< the definition's
  std::string docker_name;  ///< ecs-<family>-<revision>-<name>-<20 hex>; chosen before creation
  std::string docker_id;    ///< empty until Docker has created it
  std::string endpoint_id;  ///< the last part of ECS_CONTAINER_METADATA_URI
  Status known = Status::kNone;
  std::optional<std::int32_t> exit_code;
  std::string reason;
  std::string image_id;
  std::string image_digest;
  std::int64_t created_at_ms = 0;
  std::int64_t started_at_ms = 0;
  std::int64_t finished_at_ms = 0;
  std::map<std::string, std::string> addresses;  ///< network's name → IPv4 address
  std::vector<aws::ecs::NetworkBinding> bindings;
  bool log_by_agent = false;   ///< the agent delivers its log (logs/), not the engine's driver
  bool log_delivered = false;  ///< all of it, after its end
  bool log_late = false;       ///< the task's end waits for the log no longer. Not kept.
  std::string health;          ///< Docker's: "healthy", "unhealthy", "starting" or empty. Not kept.
  std::int64_t pid = 0;        ///< of its first process on the host while it runs. Not kept.
  bool end_reported = false;   ///< its end within a task that runs on. Not kept.
};

/// One task on this instance. `payload` never holds secrets: credentials go to the credential
/// store, and only their ids stay here.
struct TaskRecord {
  std::string arn;
  aws::acs::Task payload;
  Status desired = Status::kRunning;
  Status known = Status::kPending;
  Status sent = Status::kNone;  ///< the last status that the control plane acknowledged
  std::string reason;           ///< why it stopped, in AWS's words
  std::int64_t pull_started_at_ms = 0;
  std::int64_t pull_stopped_at_ms = 0;
  std::int64_t execution_stopped_at_ms = 0;
  std::int64_t stopped_at_ms = 0;
  std::string role_credentials_id;       ///< empty: no task role
  std::string execution_credentials_id;  ///< empty: no execution role
  std::vector<ContainerRecord> containers;
  std::vector<std::string> volumes;  ///< Docker volumes that go with the task
};

/// The payload's container of that name, or null.
const aws::acs::Container* find_definition(const TaskRecord& task, const std::string& name);

/// The record of the container of that name, or null.
const ContainerRecord* find_container(const TaskRecord& task, const std::string& name);

/// Lines of its log may be on the engine's disk alone.
bool owes_log(const ContainerRecord& container);

/// A container without which its task does not go on.
bool is_essential(const TaskRecord& task, const ContainerRecord& container);

/// A task as a payload brings it: no secrets in `payload`, a fresh container record for each
/// container. `endpoint_id` is called once a container.
TaskRecord make_task_record(aws::acs::Task payload,
                            const std::function<std::string()>& endpoint_id);

}  // namespace berth::agent
