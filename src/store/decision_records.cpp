// Records of decisions of IAM: the SQL behind services/decision_log and services/berth.
#include "store/decision_records.h"

#include <algorithm>
#include <limits>
#include <map>

#include "store/ecs/tasks.h"
#include "store/rows.h"

namespace berth::store {
namespace {

DecisionRecord decision_of(const Row& row) {
  DecisionRecord record;
  record.id = row.integer(0);
  record.request_id = row.text(1);
  record.decided_at_ms = row.integer(2);
  record.region = row.text(3);
  record.service = row.text(4);
  record.action = row.text(5);
  record.resource = row.text(6);
  record.outcome = row.text(7);
  record.enforced = row.integer(8) != 0;
  record.caller_arn = row.text(9);
  record.principal_id = row.text(10);
  record.role_arn = row.text(11);
  record.access_key_id = row.text(12);
  record.source_ip = row.text(13);
  record.task_arn = row.text(14);
  record.decided_by = row.text(15);
  record.policy_name = row.text(16);
  record.statement = row.integer(17);
  record.context_json = row.text(18);
  record.explanation_json = row.text(19);
  record.calls = row.integer(20);
  record.more_request_ids = row.text(21);
  return record;
}

// Literals of one query each: a connection prepares each text once.
#define BERTH_DECISION_COLUMNS                                                                   \
  "SELECT id, request_id, decided_at_ms, region, service, action, resource, outcome, "           \
  "enforced, caller_arn, principal_id, role_arn, access_key_id, source_ip, task_arn, "           \
  "decided_by, policy_name, statement, context_json, explanation_json, calls, more_request_ids " \
  "FROM decisions "

constexpr std::string_view kOfRequest =
    BERTH_DECISION_COLUMNS "WHERE request_id = ?1 ORDER BY id LIMIT ?2";
constexpr std::string_view kMergedOfRequest =
    BERTH_DECISION_COLUMNS "WHERE calls > 1 AND more_request_ids LIKE ?1 ORDER BY id LIMIT ?2";
constexpr std::string_view kNewest =
    BERTH_DECISION_COLUMNS "WHERE id < ?1 AND service <> 'berth' ORDER BY id DESC LIMIT ?2";
constexpr std::string_view kNewestDenied = BERTH_DECISION_COLUMNS
    "WHERE id < ?1 AND outcome <> 'ALLOWED' AND service <> 'berth' ORDER BY id DESC LIMIT ?2";
constexpr std::string_view kNewestOfRole = BERTH_DECISION_COLUMNS
    "WHERE id < ?1 AND role_arn = ?3 AND role_arn <> '' AND (?4 = 0 OR outcome <> 'ALLOWED') "
    "AND service <> 'berth' ORDER BY id DESC LIMIT ?2";
constexpr std::string_view kNewestOfTask = BERTH_DECISION_COLUMNS
    "WHERE id < ?1 AND task_arn = ?3 AND task_arn <> '' AND (?4 = 0 OR outcome <> 'ALLOWED') "
    "AND service <> 'berth' ORDER BY id DESC LIMIT ?2";
constexpr std::string_view kAllOfRole = BERTH_DECISION_COLUMNS
    "WHERE role_arn = ?1 AND role_arn <> '' AND access_key_id <> '' ORDER BY id";
constexpr std::string_view kAllOfTask = BERTH_DECISION_COLUMNS
    "WHERE task_arn = ?1 AND task_arn <> '' AND (?2 = '' OR role_arn = ?2) "
    "AND access_key_id <> '' ORDER BY id";

#undef BERTH_DECISION_COLUMNS

struct IdRange {
  std::int64_t first = 0;
  std::int64_t last = 0;  ///< 0: there is none
};

IdRange ids_of(Transaction& tx) {
  return {number_of(tx, "SELECT MIN(id) FROM decisions"),
          number_of(tx, "SELECT MAX(id) FROM decisions")};
}

/// The id below which all are beyond the limits.
std::int64_t end_of_old(Transaction& tx, const IdRange& ids, const DecisionLimits& limits) {
  if (ids.last == 0) return 0;
  // Ends at the first that is young enough: the old ones stand in front of it.
  const std::int64_t young =
      number_of(tx, "SELECT id FROM decisions WHERE decided_at_ms >= ?1 ORDER BY id LIMIT 1",
                {limits.oldest_ms});
  return std::max(young == 0 ? ids.last + 1 : young, ids.last - limits.count_max + 1);
}

}  // namespace

void insert_decision(Transaction& tx, const DecisionRecord& decision) {
  tx.execute(
      "INSERT INTO decisions (request_id, decided_at_ms, region, service, action, resource, "
      "outcome, enforced, caller_arn, principal_id, role_arn, access_key_id, source_ip, task_arn, "
      "decided_by, policy_name, statement, context_json, explanation_json, calls, "
      "more_request_ids) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
      "?19, ?20, ?21)",
      {decision.request_id,       decision.decided_at_ms,
       decision.region,           decision.service,
       decision.action,           decision.resource,
       decision.outcome,          std::int64_t{decision.enforced},
       decision.caller_arn,       decision.principal_id,
       decision.role_arn,         decision.access_key_id,
       decision.source_ip,        decision.task_arn,
       decision.decided_by,       decision.policy_name,
       decision.statement,        decision.context_json,
       decision.explanation_json, decision.calls,
       decision.more_request_ids});
}

std::vector<DecisionRecord> decisions_of_request(Transaction& tx, std::string_view request_id,
                                                 int limit) {
  std::map<std::int64_t, DecisionRecord> found;
  const auto take = [&found](const Row& row) {
    DecisionRecord record = decision_of(row);
    found.emplace(record.id, std::move(record));
    return true;
  };
  tx.query(kOfRequest, {request_id, std::int64_t{limit}}, take);
  // An id of ours is a UUID: anything else might hold a wildcard.
  if (request_id.find_first_not_of("0123456789abcdef-") == std::string_view::npos) {
    const std::string pattern = "%" + std::string(request_id) + "%";
    tx.query(kMergedOfRequest, {std::string_view(pattern), std::int64_t{limit}}, take);
  }
  std::vector<DecisionRecord> out;
  for (auto& [id, record] : found) out.push_back(std::move(record));
  if (out.size() > static_cast<std::size_t>(limit)) out.resize(static_cast<std::size_t>(limit));
  return out;
}

std::vector<DecisionRecord> newest_decisions(Transaction& tx, const DecisionFilter& filter,
                                             std::int64_t before, int limit) {
  std::vector<DecisionRecord> found;
  const auto take = [&found](const Row& row) {
    found.push_back(decision_of(row));
    return true;
  };
  const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  const std::int64_t most = limit;
  const std::int64_t denied_only = filter.denied_only ? 1 : 0;
  if (!filter.task_arn.empty()) {
    tx.query(kNewestOfTask, {below, most, filter.task_arn, denied_only}, take);
  } else if (!filter.role_arn.empty()) {
    tx.query(kNewestOfRole, {below, most, filter.role_arn, denied_only}, take);
  } else {
    tx.query(filter.denied_only ? kNewestDenied : kNewest, {below, most}, take);
  }
  return found;
}

void for_each_decision(Transaction& tx, const DecisionFilter& filter,
                       const std::function<bool(const DecisionRecord&)>& each) {
  const auto take = [&each](const Row& row) { return each(decision_of(row)); };
  if (!filter.task_arn.empty()) {
    tx.query(kAllOfTask, {filter.task_arn, filter.role_arn}, take);
  } else {
    tx.query(kAllOfRole, {filter.role_arn}, take);
  }
}

bool has_decisions_beyond(Transaction& tx, const DecisionLimits& limits) {
  const IdRange ids = ids_of(tx);
  return end_of_old(tx, ids, limits) > ids.first;
}

std::int64_t forget_decisions(Transaction& tx, const DecisionLimits& limits, std::int64_t step) {
  const IdRange ids = ids_of(tx);
  const std::int64_t end = std::min(end_of_old(tx, ids, limits), ids.first + step);
  return end > ids.first ? tx.execute("DELETE FROM decisions WHERE id < ?1", {end}) : 0;
}

std::optional<std::string> find_task_arn_of_session(Transaction& tx, std::string_view task_id,
                                                    std::string_view role_arn) {
  std::optional<std::string> found;
  tx.query(
      "SELECT region, account, cluster, task_id FROM ecs_tasks WHERE task_id = ?1 "
      "AND (task_role_arn = ?2 OR execution_role_arn = ?2)",
      {task_id, role_arn}, [&found](const Row& row) {
        TaskRecord task;
        task.region = row.text(0);
        task.account = row.text(1);
        task.cluster = row.text(2);
        task.task_id = row.text(3);
        found = task_arn(task);
        return false;
      });
  return found;
}

}  // namespace berth::store
