// Statements are tried one at a time, cut out of their documents: the engine says what decided, and
// the doctor wants to know what nearly did.
#include "doctor/policies.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "aws/json_tree.h"
#include "base/time_format.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr const char* kTasksService = "ecs-tasks.amazonaws.com";

/// The statements of a document, whether it has one or a list.
std::vector<const aws::JsonValue*> statements_of(const aws::JsonValue& document) {
  std::vector<const aws::JsonValue*> found;
  const aws::JsonValue* const statements = document.find("Statement");
  if (statements == nullptr) return found;
  if (statements->is_object()) found.push_back(statements);
  for (const aws::JsonValue& one : statements->elements) found.push_back(&one);
  return found;
}

std::string text_of(const std::string& document, const aws::JsonValue& value) {
  return document.substr(value.begin, value.end - value.begin);
}

/// A statement as JSON with those members that `keep` wants, and `extra` at its end.
template <class Keep>
std::string statement_with(const std::string& document, const aws::JsonValue& statement, Keep keep,
                           const std::string& extra) {
  std::string out = "{";
  for (const auto& [name, value] : statement.members) {
    if (!keep(name)) continue;
    if (out.size() > 1) out += ",";
    out += "\"" + name + "\":" + text_of(document, value);
  }
  if (!extra.empty()) out += (out.size() > 1 ? "," : "") + extra;
  return out + "}";
}

std::string document_of(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
}

std::string statement_text(const std::string& document, std::size_t index) {
  const auto tree = aws::parse_json(document);
  if (!tree) return "";
  const auto statements = statements_of(*tree);
  return index < statements.size() ? text_of(document, *statements[index]) : "";
}

bool attach(const PolicyText& text, std::vector<iam::AttachedPolicy>& out) {
  auto policy = iam::parse_policy(text.document, iam::PolicyKind::kIdentity);
  if (!policy) return false;
  out.push_back({std::move(*policy), text.name, text.managed});
  return true;
}

bool allows(const iam::Request& request, const std::string& statement) {
  iam::PolicySet set;
  if (!attach({"", false, document_of(statement), ""}, set.identity)) return false;
  return iam::evaluate(request, set).allowed();
}

bool is_no_resource(const std::string& name) {
  return name != "Resource" && name != "NotResource" && name != "Condition" && name != "Sid";
}

Nearness nearness_of(const iam::Request& request, const std::string& document,
                     const aws::JsonValue& statement) {
  const aws::JsonValue* const effect = statement.find("Effect");
  if (effect == nullptr || effect->text() != "Allow") return Nearness::kNone;
  const auto no_condition = [](const std::string& name) { return name != "Condition"; };
  if (allows(request, statement_with(document, statement, no_condition, ""))) {
    return Nearness::kCondition;
  }
  const std::string anywhere =
      statement_with(document, statement, is_no_resource, R"("Resource":"*")");
  return allows(request, anywhere) ? Nearness::kOtherResource : Nearness::kNone;
}

/// The text that a decision points at.
const PolicyText* decisive(const iam::Decision& decision, const Policies& policies) {
  if (decision.policy == nullptr) return nullptr;
  if (decision.decided_by == iam::PolicyType::kBoundary) {
    return policies.boundary ? &*policies.boundary : nullptr;
  }
  for (const PolicyText& text : policies.identity) {
    if (text.name == decision.policy->name && text.managed == decision.policy->managed) {
      return &text;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<Judgement> judge(const iam::Request& request, const Policies& policies) {
  iam::PolicySet set;
  for (const PolicyText& text : policies.identity) {
    if (!attach(text, set.identity)) return std::nullopt;
  }
  if (policies.boundary) {
    std::vector<iam::AttachedPolicy> boundary;
    if (!attach(*policies.boundary, boundary)) return std::nullopt;
    set.boundary = std::move(boundary.front());
  }
  const iam::Decision decision = iam::evaluate(request, set);
  Judgement judgement{decision.outcome, decision.decided_by, "", "", ""};
  if (const PolicyText* const text = decisive(decision, policies)) {
    judgement.policy = text->name;
    judgement.question = text->question;
    judgement.statement = statement_text(text->document, decision.statement);
  } else if (decision.decided_by == iam::PolicyType::kBoundary && policies.boundary) {
    judgement.policy = policies.boundary->name;
    judgement.question = policies.boundary->question;
  }
  return judgement;
}

std::optional<Judgement> judge_trust(const iam::Request& request, const std::string& document) {
  auto policy = iam::parse_policy(document, iam::PolicyKind::kTrust);
  if (!policy) return std::nullopt;
  iam::PolicySet set;
  set.resource_is_trust = true;
  set.resource = iam::AttachedPolicy{std::move(*policy), "", false};
  const iam::Decision decision = iam::evaluate(request, set);
  Judgement judgement{decision.outcome, decision.decided_by, "", "", ""};
  if (decision.policy != nullptr) {
    judgement.statement = statement_text(document, decision.statement);
  }
  return judgement;
}

iam::Request trust_question(const std::string& role_arn, const std::string& account,
                            const std::string& region, TimePoint now) {
  iam::Request request;
  request.principal.kind = iam::Principal::Kind::kService;
  request.principal.arn = kTasksService;
  request.principal.identity_arn = kTasksService;
  request.action = "sts:AssumeRole";
  request.resource = role_arn;
  request.resource_account = account;
  const std::string partition = split_arn(role_arn).partition;
  request.context.set("aws:SourceArn", "arn:" + (partition.empty() ? "aws" : partition) +
                                           ":ecs:" + region + ":" + account + ":*");
  request.context.set("aws:SourceAccount", account);
  request.context.set("aws:PrincipalServiceName", kTasksService);
  request.context.set("aws:PrincipalServiceNamesList", std::vector<std::string>{kTasksService});
  request.context.set("aws:PrincipalIsAWSService", "true");
  request.context.set("aws:ViaAWSService", "false");
  request.context.set("aws:RequestedRegion", region);
  request.context.set("aws:CurrentTime", format_iso8601(now));
  request.context.set("aws:EpochTime", std::to_string(to_epoch_ms(now) / 1000));
  return request;
}

NearMiss nearest(const iam::Request& request, const std::vector<PolicyText>& documents) {
  NearMiss best;
  for (const PolicyText& text : documents) {
    const auto tree = aws::parse_json(text.document);
    if (!tree) continue;
    for (const aws::JsonValue* const statement : statements_of(*tree)) {
      const Nearness nearness = nearness_of(request, text.document, *statement);
      if (nearness <= best.nearness) continue;
      best = {nearness, text.name, text.question, text_of(text.document, *statement)};
    }
  }
  return best;
}

std::string without_conditions(const std::string& document) {
  const auto tree = aws::parse_json(document);
  if (!tree) return "";
  const auto no_condition = [](const std::string& name) { return name != "Condition"; };
  std::string statements;
  for (const aws::JsonValue* const statement : statements_of(*tree)) {
    if (!statements.empty()) statements += ",";
    statements += statement_with(document, *statement, no_condition, "");
  }
  return document_of(statements);
}

std::vector<std::string> statement_texts(const std::string& document) {
  std::vector<std::string> texts;
  const auto tree = aws::parse_json(document);
  if (!tree) return texts;
  for (const aws::JsonValue* const statement : statements_of(*tree)) {
    texts.push_back(text_of(document, *statement));
  }
  return texts;
}

std::string free_policy_name(const Policies& policies, const std::string& stem, TimePoint now) {
  // IAM tells names apart by case or not, depending on whose they are: here they are the same.
  const auto is_taken = [&policies](const std::string& name) {
    return std::any_of(policies.identity.begin(), policies.identity.end(),
                       [&name](const PolicyText& one) {
                         return one.name.size() == name.size() && contains(one.name, name);
                       });
  };
  if (!policies.is_complete()) return stem + "-" + std::to_string(to_epoch_ms(now) / 1000);
  std::string name = stem;
  for (int number = 2; is_taken(name); ++number) name = stem + "-" + std::to_string(number);
  return name;
}

bool has_condition_key(const std::string& statement, std::string_view key) {
  const auto tree = aws::parse_json(statement);
  if (!tree) return false;
  const aws::JsonValue* const condition = tree->find("Condition");
  if (condition == nullptr) return false;
  for (const auto& [op, keys] : condition->members) {
    for (const auto& [name, values] : keys.members) {
      if (name.size() == key.size() && contains(name, key)) return true;
    }
  }
  return false;
}

}  // namespace berth::doctor
