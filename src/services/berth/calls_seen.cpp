// What a role or a task was seen to call: recorded decisions, counted.
#include "services/berth/calls_seen.h"

#include "services/berth/shown.h"

namespace berth::services::own {
namespace {

SeenCall call_of(const store::DecisionRecord& record) {
  SeenCall call{record.action, record.resource, ""};
  if (record.action != "iam:PassRole") return call;
  const auto context = context_of(record);
  const auto* const passed_to = context.find("iam:PassedToService");
  if (passed_to != nullptr && !passed_to->values.empty()) call.passed_to = passed_to->values[0];
  return call;
}

}  // namespace

CallsSeen find_calls_seen(store::Transaction& tx, const store::DecisionFilter& filter) {
  CallsSeen seen;
  store::for_each_decision(tx, filter, [&seen](const store::DecisionRecord& record) {
    if (seen.total == 0) seen.first_ms = record.decided_at_ms;
    seen.total += record.calls;
    SeenCount& count = seen.calls[call_of(record)];
    count.calls += record.calls;
    if (record.outcome != "ALLOWED") count.denied += record.calls;
    return true;
  });
  return seen;
}

std::set<std::string> roles_of_task(store::Transaction& tx, std::string_view task_arn) {
  std::set<std::string> roles;
  store::for_each_decision(tx, {{}, task_arn, false}, [&roles](const store::DecisionRecord& each) {
    roles.insert(each.role_arn);
    return true;
  });
  return roles;
}

}  // namespace berth::services::own
