// Records of decisions of IAM: what `berth why` and `berth policy suggest` read. Written by the
// decision log alone (services/decision_log.h).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// A decision, or several that were alike and allowed. Texts are empty where a decision has no such
/// thing. It holds no secret.
struct DecisionRecord {
  std::int64_t id = 0;  ///< grows with time
  std::string request_id;
  std::int64_t decided_at_ms = 0;
  std::string region;
  std::string service;
  std::string action;  ///< "ecs:RunTask"
  std::string resource;
  std::string outcome;   ///< "ALLOWED", "IMPLICITLY_DENIED", "EXPLICITLY_DENIED"
  bool enforced = true;  ///< else a denied call went through
  std::string caller_arn;
  std::string principal_id;
  std::string role_arn;  ///< the session's role, or the one that a service assumes
  std::string access_key_id;
  std::string source_ip;
  std::string task_arn;
  std::string decided_by;        ///< the kind of policy: "IDENTITY", …
  std::string policy_name;       ///< that decided; empty for an implicit denial
  std::int64_t statement = 0;    ///< of that policy, from 0
  std::string context_json;      ///< an object, key to value or list of values
  std::string explanation_json;  ///< of denials, an aws::berth::Explanation
  std::int64_t calls = 1;        ///< so many decisions it stands for
  std::string more_request_ids;  ///< of those but the first, parted by blanks

  bool operator==(const DecisionRecord&) const = default;
};

/// Its id is given by the store.
void insert_decision(Transaction& tx, const DecisionRecord& decision);

/// All decisions of a request, in their order, at most `limit`: also those that another one stands
/// for.
std::vector<DecisionRecord> decisions_of_request(Transaction& tx, std::string_view request_id,
                                                 int limit);

/// What a listing of denials looks for; an empty text filters nothing.
struct DecisionFilter {
  std::string_view role_arn;
  std::string_view task_arn;
  bool denied_only = false;
};

/// Newest first, those with ids below `before` (0: all), at most `limit`. Decisions on the service
/// `berth` itself are left out: asking why is no answer.
std::vector<DecisionRecord> newest_decisions(Transaction& tx, const DecisionFilter& filter,
                                             std::int64_t before, int limit);

/// Calls the function for each decision of a role or a task, oldest first, but for those of
/// services that assumed the role; until it returns false.
void for_each_decision(Transaction& tx, const DecisionFilter& filter,
                       const std::function<bool(const DecisionRecord&)>& each);

/// What is kept.
struct DecisionLimits {
  std::int64_t count_max = 100'000;
  std::int64_t oldest_ms = 0;  ///< epoch; what was decided before goes
};

/// Is there one that forget_decisions() would forget?
bool has_decisions_beyond(Transaction& tx, const DecisionLimits& limits);
/// Forgets the oldest decisions beyond `limits`, at most `step` of them; returns how many went.
std::int64_t forget_decisions(Transaction& tx, const DecisionLimits& limits, std::int64_t step);

/// The ARN of the task with this id that has this role as its task or execution role.
std::optional<std::string> find_task_arn_of_session(Transaction& tx, std::string_view task_id,
                                                    std::string_view role_arn);

}  // namespace berth::store
