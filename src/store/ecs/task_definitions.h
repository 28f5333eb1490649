// Records of task definitions: families and their revisions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// One revision. `body_json` is the whole aws::ecs::TaskDefinition but for the status.
struct TaskDefinitionRecord {
  std::string account;
  std::string region;
  std::string family;
  std::int32_t revision = 0;
  std::string status = "ACTIVE";  ///< "INACTIVE", "DELETE_IN_PROGRESS"
  std::optional<std::int64_t> deregistered_at_ms;
  std::string body_json;
  std::string tags_json;  ///< {"tags": [{"key", "value"}]}, or empty

  bool operator==(const TaskDefinitionRecord&) const = default;
};

/// "arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION"
std::string task_definition_arn(const TaskDefinitionRecord& definition);

/// The family's next revision, counted from 1; one that was given is never given again.
std::int32_t next_revision(Transaction& tx, std::string_view region, std::string_view family);
void insert_task_definition(Transaction& tx, const TaskDefinitionRecord& definition);
/// Writes status, deregistration and tags.
void update_task_definition(Transaction& tx, const TaskDefinitionRecord& definition);

std::optional<TaskDefinitionRecord> find_task_definition(Transaction& tx, std::string_view region,
                                                         std::string_view family,
                                                         std::int32_t revision);
std::optional<TaskDefinitionRecord> find_latest_task_definition(Transaction& tx,
                                                                std::string_view region,
                                                                std::string_view family);

/// A place in ListTaskDefinitions: the last of the page before.
struct TaskDefinitionPosition {
  std::string family;
  std::int32_t revision = 0;
};

/// By family and revision, both ascending or both descending, after `after`, at most `limit`. An
/// empty family lists all families. The records hold no body.
std::vector<TaskDefinitionRecord> list_task_definitions(
    Transaction& tx, std::string_view region, std::string_view family, std::string_view status,
    bool descending, const std::optional<TaskDefinitionPosition>& after, int limit);

/// Names of families that start with `prefix`, after `after`, at most `limit`. `status`: "ACTIVE"
/// has an active revision, "INACTIVE" has revisions but no active one, "ALL".
std::vector<std::string> list_task_definition_families(Transaction& tx, std::string_view region,
                                                       std::string_view prefix,
                                                       std::string_view status,
                                                       std::string_view after, int limit);

}  // namespace berth::store
