// Recorded decisions and explanations in the shapes of the service `berth`.
#include "services/berth/shown.h"

#include <utility>

#include "aws/json_codec.h"
#include "aws/json_tree.h"

namespace berth::services::own {
namespace {

namespace engine = ::berth::iam;
namespace out = aws::berth;

out::Position shown_position(const engine::TextPosition& position) {
  out::Position shown;
  shown.line = position.line;
  shown.column = position.column;
  return shown;
}

out::Statement shown_statement(const engine::StatementPlace& place) {
  out::Statement shown;
  shown.index = static_cast<std::int32_t>(place.index);
  if (!place.sid.empty()) shown.sid = place.sid;
  shown.start_position = shown_position(place.begin);
  shown.end_position = shown_position(place.end);
  return shown;
}

const char* verdict_name(engine::Verdict verdict) {
  switch (verdict) {
    case engine::Verdict::kAllows:
      return "ALLOWS";
    case engine::Verdict::kDenies:
      return "DENIES";
    case engine::Verdict::kSilent:
      break;
  }
  return "SILENT";
}

out::PolicyVerdict shown_verdict(const engine::ConsideredPolicy& considered) {
  out::PolicyVerdict shown;
  shown.policy_type = wire_name(considered.type);
  shown.policy_name = considered.name;
  shown.managed = considered.managed;
  shown.verdict = verdict_name(considered.verdict);
  if (considered.statement) shown.statement = shown_statement(*considered.statement);
  return shown;
}

out::Failure shown_failure(const engine::Failure& failure) {
  out::Failure shown;
  shown.element = failure.element;
  if (!failure.key.empty()) {
    shown.operator_ = failure.condition_operator;
    shown.key = failure.key;
  }
  shown.wanted = failure.wanted;
  shown.wanted_count = static_cast<std::int32_t>(failure.wanted_count);
  shown.got = failure.got;
  return shown;
}

out::NearestMiss shown_miss(const engine::NearestMiss& miss) {
  out::NearestMiss shown;
  shown.policy_type = wire_name(miss.type);
  shown.policy_name = miss.policy;
  shown.statement = shown_statement(miss.statement);
  shown.failures.emplace();
  for (const engine::Failure& each : miss.failures) {
    shown.failures->push_back(shown_failure(each));
  }
  return shown;
}

out::Change shown_change(const engine::Remedy& remedy) {
  out::Change shown;
  shown.policy_type = wire_name(remedy.type);
  shown.reason = remedy.reason;
  shown.commands = remedy.commands;
  return shown;
}

out::Caller shown_caller(const store::DecisionRecord& record) {
  out::Caller shown;
  shown.arn = record.caller_arn;
  if (!record.principal_id.empty()) shown.principal_id = record.principal_id;
  if (!record.role_arn.empty()) shown.role_arn = record.role_arn;
  if (!record.access_key_id.empty()) shown.access_key_id = record.access_key_id;
  return shown;
}

out::DecidedBy shown_decider(const store::DecisionRecord& record) {
  out::DecidedBy shown;
  shown.policy_type = record.decided_by;
  if (!record.policy_name.empty()) {
    shown.policy_name = record.policy_name;
    shown.statement_index = static_cast<std::int32_t>(record.statement);
  }
  return shown;
}

}  // namespace

const char* wire_name(engine::Outcome outcome) {
  switch (outcome) {
    case engine::Outcome::kAllowed:
      return "ALLOWED";
    case engine::Outcome::kImplicitlyDenied:
      return "IMPLICITLY_DENIED";
    case engine::Outcome::kExplicitlyDenied:
      break;
  }
  return "EXPLICITLY_DENIED";
}

const char* wire_name(engine::PolicyType type) {
  switch (type) {
    case engine::PolicyType::kIdentity:
      return "IDENTITY";
    case engine::PolicyType::kBoundary:
      return "BOUNDARY";
    case engine::PolicyType::kSession:
      return "SESSION";
    case engine::PolicyType::kResource:
      return "RESOURCE";
    case engine::PolicyType::kTrust:
      break;
  }
  return "TRUST";
}

out::Explanation shown_explanation(std::string message, const engine::Explanation& explanation,
                                   const std::vector<engine::Remedy>& remedies) {
  out::Explanation shown;
  shown.message = std::move(message);
  shown.policies.emplace();
  for (const engine::ConsideredPolicy& each : explanation.policies) {
    shown.policies->push_back(shown_verdict(each));
  }
  if (explanation.nearest_miss) shown.nearest_miss = shown_miss(*explanation.nearest_miss);
  shown.changes.emplace();
  for (const engine::Remedy& each : remedies) shown.changes->push_back(shown_change(each));
  return shown;
}

engine::ContextKeys context_of(const store::DecisionRecord& record) {
  engine::ContextKeys keys;
  const auto tree = aws::parse_json(record.context_json);
  if (!tree) return keys;
  for (const auto& [key, value] : tree->members) {
    if (!value.is_array()) {
      keys.set(key, value.text());
      continue;
    }
    std::vector<std::string> values;
    for (const aws::JsonValue& each : value.elements) values.push_back(each.text());
    keys.set(key, std::move(values));
  }
  return keys;
}

out::Decision shown_decision(const store::DecisionRecord& record) {
  out::Decision shown;
  shown.request_id = record.request_id;
  shown.decided_at = from_epoch_ms(record.decided_at_ms);
  shown.region = record.region;
  shown.service = record.service;
  shown.action = record.action;
  shown.resource = record.resource;
  shown.outcome = record.outcome;
  shown.calls = record.calls;
  shown.mode = record.enforced ? "ENFORCED" : "AUDITED";
  shown.caller = shown_caller(record);
  if (!record.source_ip.empty()) shown.source_ip = record.source_ip;
  if (!record.task_arn.empty()) shown.task_arn = record.task_arn;
  shown.context.emplace();
  const engine::ContextKeys keys = context_of(record);
  for (const auto& [key, value] : keys.entries()) shown.context->emplace(key, value.values);
  shown.decided_by = shown_decider(record);
  if (!record.explanation_json.empty()) {
    if (auto explanation = aws::decode_json<out::Explanation>(record.explanation_json)) {
      shown.explanation = std::move(*explanation);
    }
  }
  return shown;
}

}  // namespace berth::services::own
