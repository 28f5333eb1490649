// Records of tasks: what RunTask writes, the agent's channel reads and state changes carry on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// What a task takes of its container instance from its placement until it has stopped.
struct Reservation {
  std::int32_t cpu = 0;                 ///< CPU units, 1024 a core
  std::int32_t memory_mib = 0;          ///< a hard limit or, without one, the reservation
  std::vector<std::int32_t> tcp_ports;  ///< host ports, fixed ones only, ascending
  std::vector<std::int32_t> udp_ports;

  bool operator==(const Reservation&) const = default;
};

/// A task. Members that are columns are the truth; `body_json` is an aws::ecs::Task with the rest
/// (containers, overrides, attributes, group, …). services/ecs/shown_task.h puts both together.
struct TaskRecord {
  std::string account;
  std::string region;
  std::string cluster;  ///< its name
  std::string task_id;  ///< 32 hexadecimal digits
  std::string container_instance_arn;
  std::string family;
  std::int32_t revision = 0;
  std::string group;
  std::string started_by;
  std::string launch_type;     ///< "EC2" or "EXTERNAL"
  std::string last_status;     ///< "PENDING", "RUNNING", "DEPROVISIONING", "STOPPED", …
  std::string desired_status;  ///< "RUNNING" or "STOPPED"
  std::optional<std::string> stop_code;
  std::optional<std::string> stopped_reason;
  std::int64_t created_at_ms = 0;
  std::optional<std::int64_t> started_at_ms;
  std::optional<std::int64_t> stopping_at_ms;
  std::optional<std::int64_t> stopped_at_ms;
  std::int64_t version = 1;  ///< grows with each change that a caller can see
  Reservation reservation;

  std::string task_role_arn;  ///< in force: the override's, else the definition's; may be empty
  std::string execution_role_arn;  ///< likewise
  /// UUIDs that name the task's sets of credentials for its whole life; empty without the role.
  std::string credentials_id;
  std::string execution_credentials_id;
  /// When the newest set of the task's credentials was made; absent before the first. Both roles'
  /// sets are made together.
  std::optional<std::int64_t> credentials_issued_at_ms;
  /// The desired status that the agent has acknowledged; absent until its first payload is.
  std::optional<std::string> acked_desired_status;

  std::string body_json;
  std::string tags_json;  ///< {"tags": [{"key", "value"}]}, or empty

  bool operator==(const TaskRecord&) const = default;
};

/// "arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID"
std::string task_arn(const TaskRecord& task);

std::optional<TaskRecord> find_task(Transaction& tx, std::string_view region,
                                    std::string_view cluster, std::string_view task_id);
/// By its full ARN (long form); absent also for text that is none.
std::optional<TaskRecord> find_task_by_arn(Transaction& tx, std::string_view arn);

void insert_task(Transaction& tx, const TaskRecord& task);

/// Writes everything but the identity (region, cluster, id, instance, family, creation) and the
/// agent's columns (credentials_issued_at_ms, acked_desired_status), which have setters below, so
/// that neither side undoes what the other wrote.
void update_task(Transaction& tx, const TaskRecord& task);

/// The agent has acknowledged a payload that told `desired_status`. False where there is no such
/// task.
bool set_task_acknowledged(Transaction& tx, std::string_view task_arn,
                           std::string_view desired_status);
/// A new set of credentials was made for the task.
void set_task_credentials_issued(Transaction& tx, const TaskRecord& task, std::int64_t now_ms);

/// Tasks of an instance that have not stopped, oldest first.
std::vector<TaskRecord> tasks_of_instance(Transaction& tx, std::string_view container_instance_arn);
/// Those of them whose agent has not acknowledged the desired status: the next payload.
std::vector<TaskRecord> tasks_to_tell(Transaction& tx, std::string_view container_instance_arn);
/// Tasks with a role, not stopped, whose credentials were made before `issued_before_ms`; at most
/// `limit`, oldest set first.
std::vector<TaskRecord> tasks_to_rotate(Transaction& tx, std::int64_t issued_before_ms, int limit);

/// A place in ListTasks: the last task of the page before.
struct TaskPosition {
  std::int64_t created_at_ms = 0;
  std::string task_id;
};

/// ListTasks' filters; an empty text filters nothing.
struct TaskFilter {
  std::string_view region;
  std::string_view cluster;
  std::string_view desired_status;
  std::string_view container_instance_arn;
  std::string_view family;
  std::string_view started_by;
  std::string_view group;
  std::string_view launch_type;
};

/// Newest first, after `after`, at most `limit`. The records hold no body.
std::vector<TaskRecord> list_tasks(Transaction& tx, const TaskFilter& filter,
                                   const std::optional<TaskPosition>& after, int limit);

/// How many tasks of a cluster have not stopped.
std::int64_t count_live_tasks(Transaction& tx, std::string_view region, std::string_view cluster);

/// How many live tasks of a group each instance of the cluster has, by the instance's ARN.
std::map<std::string, std::int32_t, std::less<>> count_group_by_instance(Transaction& tx,
                                                                         std::string_view region,
                                                                         std::string_view cluster,
                                                                         std::string_view group);

/// Forgets tasks that stopped before `before_ms`, at most `limit`; returns how many went. AWS shows
/// a stopped task for an hour at least.
std::int64_t delete_stopped_tasks(Transaction& tx, std::int64_t before_ms, int limit);

}  // namespace berth::store
