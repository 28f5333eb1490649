// A decision written down: who, what, why, in the texts that the store keeps.
#include "aws/json_codec.h"
#include "iam/explain.h"
#include "iam/remedy.h"
#include "services/berth/shown.h"
#include "services/decision_log.h"
#include "services/principals.h"

namespace berth::services {
namespace {

/// A single value is a text, several are a list: policies tell them apart.
std::string context_json_of(const iam::ContextKeys& context) {
  aws::JsonWriter out;
  out.begin_object();
  for (const auto& [key, value] : context.entries()) {
    out.key(key);
    if (!value.multivalued) {
      out.string(value.values.empty() ? std::string_view() : value.values.front());
      continue;
    }
    out.begin_array();
    for (const std::string& each : value.values) out.string(each);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

/// The decision once more: it holds pointers into the policies, which have moved since.
iam::Decision decide_again(const MadeDecision& made) {
  if (!made.role_is_there) {
    return {iam::Outcome::kImplicitlyDenied, iam::PolicyType::kTrust, nullptr, 0};
  }
  return iam::evaluate(made.request, made.policies);
}

std::string role_arn_of(const iam::Request& request) {
  if (is_role_session(request.principal)) return request.principal.identity_arn;
  return request.principal.kind == iam::Principal::Kind::kService ? request.resource
                                                                  : std::string();
}

}  // namespace

store::DecisionRecord record_of(const MadeDecision& made) {
  const iam::Request& request = made.request;
  const iam::Decision decision = decide_again(made);
  store::DecisionRecord record;
  record.request_id = made.request_id;
  record.calls = made.calls;
  record.more_request_ids = made.more_request_ids;
  record.decided_at_ms = to_epoch_ms(made.decided_at);
  record.region = made.region;
  record.service = request.action.substr(0, request.action.find(':'));
  record.action = request.action;
  record.resource = request.resource;
  record.outcome = own::wire_name(decision.outcome);
  record.enforced = made.enforced;
  record.caller_arn = request.principal.arn;
  record.principal_id = request.principal.user_id;
  record.role_arn = role_arn_of(request);
  record.access_key_id = made.access_key_id;
  record.source_ip = made.source_address;
  record.task_arn = made.task_arn;
  record.decided_by = own::wire_name(decision.decided_by);
  if (decision.policy != nullptr) {
    record.policy_name = decision.policy->name;
    record.statement = static_cast<std::int64_t>(decision.statement);
  }
  record.context_json = context_json_of(request.context);
  if (!decision.allowed()) {
    const iam::Explanation explanation = iam::explain(request, made.policies, decision);
    record.explanation_json = aws::encode_json(
        own::shown_explanation(iam::denial_message(request, decision), explanation,
                               iam::remedies(request, made.policies, decision, explanation)));
  }
  return record;
}

}  // namespace berth::services
