// berth:ExplainDecision: recorded decisions of a request, a role, a task, or the newest denial.
#include <fmt/format.h>

#include "services/berth/operations.h"
#include "services/berth/shown.h"
#include "services/berth/subjects.h"

namespace berth::services::own {
namespace {

constexpr int kExplainedDefault = 10;

Result<void> check_one_question(const aws::berth::ExplainDecisionRequest& request) {
  const int given = int{request.request_id.has_value()} + int{request.last.value_or(false)} +
                    int{request.role_name.has_value()} + int{request.task_arn.has_value()};
  if (given == 1) return {};
  return fail(client_fault("InvalidParameterException",
                           "Specify one of requestId, last, roleName and taskArn."));
}

Fault nothing_recorded(const aws::berth::ExplainDecisionRequest& request) {
  std::string of = "There is no denial";
  if (request.request_id) of = "No decision of request " + *request.request_id + " is recorded";
  if (request.role_name) of = "No decision of role " + *request.role_name + " is recorded";
  if (request.task_arn) of = "No decision of task " + *request.task_arn + " is recorded";
  return client_fault("ResourceNotFoundException",
                      of + ": it was never made, or is older than what is kept.");
}

/// The denials; where there is none, whatever was decided.
Result<std::vector<store::DecisionRecord>> newest_of(
    Context& context, const aws::berth::ExplainDecisionRequest& request, int limit) {
  BERTH_ASSIGN(const Subject subject, subject_of(context, request.role_name, request.task_arn));
  auto found = store::newest_decisions(context.tx, subject.filter(true), 0, limit);
  if (found.empty()) found = store::newest_decisions(context.tx, subject.filter(false), 0, limit);
  return found;
}

Result<std::vector<store::DecisionRecord>> find(Context& context,
                                                const aws::berth::ExplainDecisionRequest& request) {
  const int limit = request.max_results.value_or(kExplainedDefault);
  if (request.request_id) {
    return store::decisions_of_request(context.tx, *request.request_id, limit);
  }
  if (request.last.value_or(false)) {
    return store::newest_decisions(context.tx, {{}, {}, true}, 0, 1);
  }
  return newest_of(context, request, limit);
}

}  // namespace

Result<aws::berth::ExplainDecisionResponse> explain_decision(
    Context& context, const aws::berth::ExplainDecisionRequest& request) {
  BERTH_TRY(check_one_question(request));
  BERTH_ASSIGN(const auto found, find(context, request));
  if (found.empty()) return fail(nothing_recorded(request));
  aws::berth::ExplainDecisionResponse response;
  response.decisions.emplace();
  for (const store::DecisionRecord& each : found) {
    auto& shown = response.decisions->emplace_back(shown_decision(each));
    if (request.request_id) shown.request_id = request.request_id;  // another's may stand for it
  }
  return response;
}

}  // namespace berth::services::own
