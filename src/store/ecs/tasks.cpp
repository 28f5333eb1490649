// Records of tasks: the SQL.
#include "store/ecs/tasks.h"

#include <limits>

#include "store/ecs/columns.h"
#include "store/rows.h"

#define BERTH_TASK_COLUMNS                                                                    \
  "account, region, cluster, task_id, container_instance_arn, family, revision, task_group, " \
  "started_by, launch_type, last_status, desired_status, stop_code, stopped_reason, "         \
  "created_at_ms, started_at_ms, stopping_at_ms, stopped_at_ms, version, cpu, memory_mib, "   \
  "tcp_ports, udp_ports, task_role_arn, execution_role_arn, credentials_id, "                 \
  "execution_credentials_id, credentials_issued_at_ms, acked_desired_status"

namespace berth::store {
namespace {

constexpr int kTaskBody = 29;

TaskRecord task_of(const Row& row) {
  TaskRecord task;
  task.account = row.text(0);
  task.region = row.text(1);
  task.cluster = row.text(2);
  task.task_id = row.text(3);
  task.container_instance_arn = row.text(4);
  task.family = row.text(5);
  task.revision = int32_of(row, 6);
  task.group = row.text(7);
  task.started_by = row.text(8);
  task.launch_type = row.text(9);
  task.last_status = row.text(10);
  task.desired_status = row.text(11);
  task.stop_code = text_of(row, 12);
  task.stopped_reason = text_of(row, 13);
  task.created_at_ms = row.integer(14);
  task.started_at_ms = integer_of(row, 15);
  task.stopping_at_ms = integer_of(row, 16);
  task.stopped_at_ms = integer_of(row, 17);
  task.version = row.integer(18);
  task.reservation.cpu = int32_of(row, 19);
  task.reservation.memory_mib = int32_of(row, 20);
  task.reservation.tcp_ports = ports_of(row.text(21));
  task.reservation.udp_ports = ports_of(row.text(22));
  task.task_role_arn = row.text(23);
  task.execution_role_arn = row.text(24);
  task.credentials_id = row.text(25);
  task.execution_credentials_id = row.text(26);
  task.credentials_issued_at_ms = integer_of(row, 27);
  task.acked_desired_status = text_of(row, 28);
  return task;
}

TaskRecord whole_task_of(const Row& row) {
  TaskRecord task = task_of(row);
  task.body_json = row.text(kTaskBody);
  task.tags_json = row.text(kTaskBody + 1);
  return task;
}

std::vector<TaskRecord> query_tasks(Transaction& tx, std::string_view sql,
                                    std::initializer_list<Param> params) {
  std::vector<TaskRecord> tasks;
  tx.query(sql, params, [&tasks](const Row& row) {
    tasks.push_back(whole_task_of(row));
    return true;
  });
  return tasks;
}

}  // namespace

std::string task_arn(const TaskRecord& task) {
  return "arn:aws:ecs:" + task.region + ":" + task.account + ":task/" + task.cluster + "/" +
         task.task_id;
}

std::optional<TaskRecord> find_task(Transaction& tx, std::string_view region,
                                    std::string_view cluster, std::string_view task_id) {
  auto found = query_tasks(tx,
                           "SELECT " BERTH_TASK_COLUMNS
                           ", body_json, tags_json FROM ecs_tasks "
                           "WHERE region = ?1 AND cluster = ?2 AND task_id = ?3",
                           {region, cluster, task_id});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<TaskRecord> find_task_by_arn(Transaction& tx, std::string_view arn) {
  const auto name = resource_of_arn(arn, "task");
  if (!name) return std::nullopt;
  auto task = find_task(tx, name->region, name->cluster, name->id);
  if (!task || task_arn(*task) != arn) return std::nullopt;
  return task;
}

void insert_task(Transaction& tx, const TaskRecord& task) {
  const std::string tcp = ports_text(task.reservation.tcp_ports);
  const std::string udp = ports_text(task.reservation.udp_ports);
  tx.execute(
      "INSERT INTO ecs_tasks (" BERTH_TASK_COLUMNS
      ", body_json, tags_json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
      "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
      {task.account,
       task.region,
       task.cluster,
       task.task_id,
       task.container_instance_arn,
       task.family,
       std::int64_t{task.revision},
       task.group,
       task.started_by,
       task.launch_type,
       task.last_status,
       task.desired_status,
       optional_text(task.stop_code),
       optional_text(task.stopped_reason),
       task.created_at_ms,
       optional_integer(task.started_at_ms),
       optional_integer(task.stopping_at_ms),
       optional_integer(task.stopped_at_ms),
       task.version,
       std::int64_t{task.reservation.cpu},
       std::int64_t{task.reservation.memory_mib},
       tcp,
       udp,
       task.task_role_arn,
       task.execution_role_arn,
       task.credentials_id,
       task.execution_credentials_id,
       optional_integer(task.credentials_issued_at_ms),
       optional_text(task.acked_desired_status),
       task.body_json,
       task.tags_json});
}

void update_task(Transaction& tx, const TaskRecord& task) {
  tx.execute(
      "UPDATE ecs_tasks SET last_status = ?4, desired_status = ?5, stop_code = ?6, "
      "stopped_reason = ?7, started_at_ms = ?8, stopping_at_ms = ?9, stopped_at_ms = ?10, "
      "version = ?11, body_json = ?12, tags_json = ?13 "
      "WHERE region = ?1 AND cluster = ?2 AND task_id = ?3",
      {task.region, task.cluster, task.task_id, task.last_status, task.desired_status,
       optional_text(task.stop_code), optional_text(task.stopped_reason),
       optional_integer(task.started_at_ms), optional_integer(task.stopping_at_ms),
       optional_integer(task.stopped_at_ms), task.version, task.body_json, task.tags_json});
}

bool set_task_acknowledged(Transaction& tx, std::string_view arn, std::string_view desired_status) {
  const auto name = resource_of_arn(arn, "task");
  if (!name) return false;
  return tx.execute(
             "UPDATE ecs_tasks SET acked_desired_status = ?4 "
             "WHERE region = ?1 AND cluster = ?2 AND task_id = ?3",
             {name->region, name->cluster, name->id, desired_status}) == 1;
}

void set_task_credentials_issued(Transaction& tx, const TaskRecord& task, std::int64_t now_ms) {
  tx.execute(
      "UPDATE ecs_tasks SET credentials_issued_at_ms = ?4 "
      "WHERE region = ?1 AND cluster = ?2 AND task_id = ?3",
      {task.region, task.cluster, task.task_id, now_ms});
}

std::vector<TaskRecord> tasks_of_instance(Transaction& tx,
                                          std::string_view container_instance_arn) {
  return query_tasks(tx,
                     "SELECT " BERTH_TASK_COLUMNS
                     ", body_json, tags_json FROM ecs_tasks "
                     "WHERE container_instance_arn = ?1 AND last_status <> 'STOPPED' "
                     "ORDER BY created_at_ms, task_id",
                     {container_instance_arn});
}

std::vector<TaskRecord> tasks_to_tell(Transaction& tx, std::string_view container_instance_arn) {
  return query_tasks(tx,
                     "SELECT " BERTH_TASK_COLUMNS
                     ", body_json, tags_json FROM ecs_tasks "
                     "WHERE container_instance_arn = ?1 AND last_status <> 'STOPPED' "
                     "AND (acked_desired_status IS NULL OR acked_desired_status <> desired_status) "
                     "ORDER BY created_at_ms, task_id",
                     {container_instance_arn});
}

std::vector<TaskRecord> tasks_to_rotate(Transaction& tx, std::int64_t issued_before_ms, int limit) {
  return query_tasks(tx,
                     "SELECT " BERTH_TASK_COLUMNS
                     ", body_json, tags_json FROM ecs_tasks "
                     "WHERE credentials_issued_at_ms < ?1 AND last_status <> 'STOPPED' "
                     "ORDER BY credentials_issued_at_ms LIMIT ?2",
                     {issued_before_ms, std::int64_t{limit}});
}

std::vector<TaskRecord> list_tasks(Transaction& tx, const TaskFilter& filter,
                                   const std::optional<TaskPosition>& after, int limit) {
  std::vector<TaskRecord> tasks;
  const std::int64_t time = after ? after->created_at_ms : std::numeric_limits<std::int64_t>::max();
  const std::string_view id = after ? std::string_view(after->task_id) : std::string_view();
  const auto collect = [&tasks](const Row& row) {
    tasks.push_back(task_of(row));
    return true;
  };
  tx.query("SELECT " BERTH_TASK_COLUMNS
           " FROM ecs_tasks WHERE region = ?1 AND cluster = ?2 AND desired_status = ?3 "
           "AND (created_at_ms, task_id) < (?4, ?5) "
           "AND (?6 = '' OR container_instance_arn = ?6) AND (?7 = '' OR family = ?7) "
           "AND (?8 = '' OR started_by = ?8) AND (?9 = '' OR task_group = ?9) "
           "AND (?10 = '' OR launch_type = ?10) "
           "ORDER BY created_at_ms DESC, task_id DESC LIMIT ?11",
           {filter.region, filter.cluster, filter.desired_status, time, id,
            filter.container_instance_arn, filter.family, filter.started_by, filter.group,
            filter.launch_type, std::int64_t{limit}},
           collect);
  return tasks;
}

std::int64_t count_live_tasks(Transaction& tx, std::string_view region, std::string_view cluster) {
  return number_of(tx,
                   "SELECT COUNT(*) FROM ecs_tasks "
                   "WHERE region = ?1 AND cluster = ?2 AND last_status <> 'STOPPED'",
                   {region, cluster});
}

std::map<std::string, std::int32_t, std::less<>> count_group_by_instance(Transaction& tx,
                                                                         std::string_view region,
                                                                         std::string_view cluster,
                                                                         std::string_view group) {
  std::map<std::string, std::int32_t, std::less<>> counts;
  tx.query(
      "SELECT container_instance_arn, COUNT(*) FROM ecs_tasks WHERE region = ?1 AND cluster = ?2 "
      "AND task_group = ?3 AND last_status <> 'STOPPED' GROUP BY container_instance_arn",
      {region, cluster, group}, [&counts](const Row& row) {
        counts.emplace(row.text(0), int32_of(row, 1));
        return true;
      });
  return counts;
}

std::int64_t delete_stopped_tasks(Transaction& tx, std::int64_t before_ms, int limit) {
  return tx.execute(
      "DELETE FROM ecs_tasks WHERE (region, cluster, task_id) IN ("
      "SELECT region, cluster, task_id FROM ecs_tasks "
      "WHERE stopped_at_ms < ?1 AND last_status = 'STOPPED' ORDER BY stopped_at_ms LIMIT ?2)",
      {before_ms, std::int64_t{limit}});
}

}  // namespace berth::store
