// Records of task definitions: the SQL.
#include "store/ecs/task_definitions.h"

#include "store/ecs/columns.h"
#include "store/rows.h"

#define BERTH_DEFINITION_COLUMNS "account, region, family, revision, status, deregistered_at_ms"

namespace berth::store {
namespace {

TaskDefinitionRecord definition_of(const Row& row) {
  TaskDefinitionRecord definition;
  definition.account = row.text(0);
  definition.region = row.text(1);
  definition.family = row.text(2);
  definition.revision = int32_of(row, 3);
  definition.status = row.text(4);
  definition.deregistered_at_ms = integer_of(row, 5);
  return definition;
}

std::optional<TaskDefinitionRecord> query_one(Transaction& tx, std::string_view sql,
                                              std::initializer_list<Param> params) {
  std::optional<TaskDefinitionRecord> found;
  tx.query(sql, params, [&found](const Row& row) {
    found = definition_of(row);
    found->body_json = row.text(6);
    found->tags_json = row.text(7);
    return false;
  });
  return found;
}

}  // namespace

std::string task_definition_arn(const TaskDefinitionRecord& definition) {
  return "arn:aws:ecs:" + definition.region + ":" + definition.account + ":task-definition/" +
         definition.family + ":" + std::to_string(definition.revision);
}

std::int32_t next_revision(Transaction& tx, std::string_view region, std::string_view family) {
  tx.execute(
      "INSERT INTO ecs_families (region, family, last_revision) VALUES (?1, ?2, 1) "
      "ON CONFLICT (region, family) DO UPDATE SET last_revision = ecs_families.last_revision + 1",
      {region, family});
  std::int32_t revision = 0;
  tx.query("SELECT last_revision FROM ecs_families WHERE region = ?1 AND family = ?2",
           {region, family}, [&revision](const Row& row) {
             revision = int32_of(row, 0);
             return false;
           });
  return revision;
}

void insert_task_definition(Transaction& tx, const TaskDefinitionRecord& definition) {
  tx.execute(
      "INSERT INTO ecs_task_definitions (" BERTH_DEFINITION_COLUMNS
      ", body_json, tags_json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      {definition.account, definition.region, definition.family, std::int64_t{definition.revision},
       definition.status, optional_integer(definition.deregistered_at_ms), definition.body_json,
       definition.tags_json});
}

void update_task_definition(Transaction& tx, const TaskDefinitionRecord& definition) {
  tx.execute(
      "UPDATE ecs_task_definitions SET status = ?4, deregistered_at_ms = ?5, tags_json = ?6 "
      "WHERE region = ?1 AND family = ?2 AND revision = ?3",
      {definition.region, definition.family, std::int64_t{definition.revision}, definition.status,
       optional_integer(definition.deregistered_at_ms), definition.tags_json});
}

std::optional<TaskDefinitionRecord> find_task_definition(Transaction& tx, std::string_view region,
                                                         std::string_view family,
                                                         std::int32_t revision) {
  return query_one(tx,
                   "SELECT " BERTH_DEFINITION_COLUMNS
                   ", body_json, tags_json FROM ecs_task_definitions "
                   "WHERE region = ?1 AND family = ?2 AND revision = ?3",
                   {region, family, std::int64_t{revision}});
}

std::optional<TaskDefinitionRecord> find_latest_task_definition(Transaction& tx,
                                                                std::string_view region,
                                                                std::string_view family) {
  return query_one(tx,
                   "SELECT " BERTH_DEFINITION_COLUMNS
                   ", body_json, tags_json FROM ecs_task_definitions "
                   "WHERE region = ?1 AND family = ?2 AND status = 'ACTIVE' "
                   "ORDER BY revision DESC LIMIT 1",
                   {region, family});
}

std::vector<TaskDefinitionRecord> list_task_definitions(
    Transaction& tx, std::string_view region, std::string_view family, std::string_view status,
    bool descending, const std::optional<TaskDefinitionPosition>& after, int limit) {
  const std::int64_t anywhere = after ? 0 : 1;
  const std::string_view last_family = after ? std::string_view(after->family) : "";
  const std::int64_t last_revision = after ? after->revision : 0;
  return all_rows(
      tx,
      descending ? "SELECT " BERTH_DEFINITION_COLUMNS
                   " FROM ecs_task_definitions WHERE region = ?1 AND (?2 = '' OR family = ?2) "
                   "AND status = ?3 AND (?4 = 1 OR (family, revision) < (?5, ?6)) "
                   "ORDER BY family DESC, revision DESC LIMIT ?7"
                 : "SELECT " BERTH_DEFINITION_COLUMNS
                   " FROM ecs_task_definitions WHERE region = ?1 AND (?2 = '' OR family = ?2) "
                   "AND status = ?3 AND (?4 = 1 OR (family, revision) > (?5, ?6)) "
                   "ORDER BY family, revision LIMIT ?7",
      {region, family, status, anywhere, last_family, last_revision, std::int64_t{limit}},
      definition_of);
}

std::vector<std::string> list_task_definition_families(Transaction& tx, std::string_view region,
                                                       std::string_view prefix,
                                                       std::string_view status,
                                                       std::string_view after, int limit) {
  std::vector<std::string> families;
  tx.query(
      "SELECT family FROM ecs_task_definitions WHERE region = ?1 AND family > ?2 "
      "AND SUBSTR(family, 1, LENGTH(?3)) = ?3 AND status <> 'DELETE_IN_PROGRESS' "
      "GROUP BY family HAVING ?4 = 'ALL' "
      "OR (?4 = 'ACTIVE') = (SUM(CASE WHEN status = 'ACTIVE' THEN 1 ELSE 0 END) > 0) "
      "ORDER BY family LIMIT ?5",
      {region, after, prefix, status, std::int64_t{limit}}, [&families](const Row& row) {
        families.emplace_back(row.text(0));
        return true;
      });
  return families;
}

}  // namespace berth::store
