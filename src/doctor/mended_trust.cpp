// A trust policy that lets ECS's tasks in and keeps everything else that it says.
#include <string>

#include "aws/json_tree.h"
#include "doctor/names.h"
#include "doctor/policies.h"

namespace berth::doctor {
namespace {

constexpr const char* kOnlyOthers = R"({"aws:PrincipalServiceName":"ecs-tasks.amazonaws.com"})";

std::string document_with(const std::string& document, const aws::JsonValue& tree,
                          const std::string& statements) {
  std::string out = "{";
  for (const auto& [name, value] : tree.members) {
    if (name == "Statement") continue;
    out += "\"" + name + "\":" + document.substr(value.begin, value.end - value.begin) + ",";
  }
  return out + R"("Statement":[)" + statements + "]}";
}

/// A Deny that goes on to deny everybody but ECS's tasks.
std::string narrowed(const std::string& statement) {
  const auto tree = aws::parse_json(statement);
  if (!tree) return statement;
  const auto text = [&statement](const aws::JsonValue& value) {
    return statement.substr(value.begin, value.end - value.begin);
  };
  std::string out = "{";
  std::string conditions;
  for (const auto& [name, value] : tree->members) {
    if (name != "Condition") {
      out += "\"" + name + "\":" + text(value) + ",";
      continue;
    }
    for (const auto& [op, keys] : value.members) conditions += "\"" + op + "\":" + text(keys) + ",";
  }
  const aws::JsonValue* const condition = tree->find("Condition");
  std::string op = "StringNotEquals";
  for (const char* unused : {"StringNotLike", "StringNotEqualsIgnoreCase"}) {
    if (condition == nullptr || condition->find(op) == nullptr) break;
    op = unused;
  }
  return out + R"("Condition":{)" + conditions + "\"" + op + "\":" + kOnlyOthers + "}}";
}

bool lets_in(const iam::Request& question, const std::string& document) {
  const auto judgement = judge_trust(question, document);
  return judgement && judgement->allowed();
}

bool denies(const iam::Request& question, const std::string& statement) {
  const auto judgement =
      judge_trust(question, R"({"Version":"2012-10-17","Statement":[)" + statement + "]}");
  return judgement && judgement->outcome == iam::Outcome::kExplicitlyDenied;
}

}  // namespace

std::string mended_trust(const iam::Request& question, const std::string& document) {
  const auto tree = aws::parse_json(document);
  if (!tree) return "";
  std::string statements;
  for (const std::string& statement : statement_texts(document)) {
    if (!statements.empty()) statements += ",";
    statements += denies(question, statement) ? narrowed(statement) : statement;
  }
  std::string mended = document_with(document, *tree, statements);
  if (lets_in(question, mended)) return mended;
  if (!statements.empty()) statements += ",";
  statements += R"({"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},)"
                R"("Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":")" +
                question.resource_account + R"("}}})";
  mended = document_with(document, *tree, statements);
  return lets_in(question, mended) ? mended : "";
}

}  // namespace berth::doctor
