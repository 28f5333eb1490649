// What a role or a task was seen to call: recorded decisions, counted.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "store/decision_records.h"

namespace berth::services::own {

/// What a policy has to allow.
struct SeenCall {
  std::string action;
  std::string resource;
  std::string passed_to;  ///< of iam:PassRole, the service that gets the role; else empty
  auto operator<=>(const SeenCall&) const = default;
};

struct SeenCount {
  std::int64_t calls = 0;
  std::int64_t denied = 0;  ///< in audit mode too
};

struct CallsSeen {
  std::map<SeenCall, SeenCount> calls;
  std::int64_t total = 0;
  std::int64_t first_ms = 0;  ///< epoch; when the first of them was decided
};

CallsSeen find_calls_seen(store::Transaction& tx, const store::DecisionFilter& filter);

/// The roles as which a task called, by ARN.
std::set<std::string> roles_of_task(store::Transaction& tx, std::string_view task_arn);

}  // namespace berth::services::own
