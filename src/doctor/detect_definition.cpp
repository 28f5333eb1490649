// Detectors: is the role that the task is to have there, and may ECS assume it?
#include <string>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/names.h"
#include "doctor/policies.h"

namespace berth::doctor {
namespace {

constexpr const char* kTasksTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
    R"("ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";

/// A symptom that a missing or unassumable role explains.
const Symptom* role_symptom(const Symptoms& symptoms) {
  for (const SymptomKind kind :
       {SymptomKind::kInvalidToken, SymptomKind::kExpiredToken, SymptomKind::kStillExpired,
        SymptomKind::kNoCredentials, SymptomKind::kUninitialized, SymptomKind::kUnknownId}) {
    if (const Symptom* const symptom = find_symptom(symptoms, kind)) return symptom;
  }
  return nullptr;
}

/// A role that has changed since a task ended well is not that task's trouble.
bool role_matters(const Evidence& evidence, const Symptoms& symptoms) {
  if (evidence.subject != Subject::kTask) return true;
  if (!evidence.task_seen) return false;
  if (evidence.task_seen->last_status != "STOPPED") return true;
  if (contains(evidence.task_seen->stopped_reason.value_or(""), "assume")) return true;
  return role_symptom(symptoms) != nullptr;
}

Proof role_proof(const RoleSeen& role, std::string what) {
  return {std::move(what), role.role.question, role.role.at};
}

void missing_role_field(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string execution = evidence.execution_role ? evidence.execution_role->given : "";
  const std::vector<std::string> excluded = {"role-does-not-exist", "trust-wrong-principal",
                                             "task-roles-not-enabled", "action-not-allowed"};
  const std::string newer = evidence.newest ? evidence.newest->task_role_arn.value_or("") : "";
  const bool is_old = evidence.newest && evidence.newest->revision != evidence.definition->revision;
  Proof names_none = definition_proof(
      evidence, definition_label(evidence) + " names no task role" +
                    (execution.empty() ? "" : ", only the execution role " + execution));
  if (is_old && !newer.empty()) {
    const std::string label = last_segment(evidence.newest->task_definition_arn.value_or(""));
    const std::string group = evidence.task_seen->group.value_or("");
    const std::string cluster = shell_word(last_segment(evidence.cluster));
    const bool is_service = group.starts_with("service:");
    Fix fix{"Run the newer revision.",
            is_service ? "aws ecs update-service " + region_option(evidence) + " --cluster " +
                             cluster + " --service " + shell_word(group.substr(8)) +
                             " --task-definition " + shell_word(label)
                       : "aws ecs run-task " + region_option(evidence) + " --cluster " + cluster +
                             " --task-definition " + shell_word(label),
            ""};
    out.causes.push_back(make_finding(
        "service-on-old-revision",
        {std::move(names_none),
         {"revision " + label + " names " + newer, evidence.newest.question, evidence.newest.at},
         proof_of(symptom)},
        std::move(fix), excluded));
    return;
  }
  const std::string patch =
      R"({"taskRoleArn":)" + json_text(execution.empty() ? "ROLE" : execution) + "}";
  Fix fix{execution.empty()
              ? "Register a revision with a task role (write the role's name in place of ROLE), "
                "and run that."
              : "Register a revision that names the role as task role too, and run that.",
          new_revision_command(evidence, ". + " + patch), patch};
  out.causes.push_back(
      make_finding(execution.empty() ? "no-task-role" : "role-only-as-execution-role",
                   {std::move(names_none), proof_of(symptom)}, std::move(fix), excluded));
}

void no_role(const Evidence& evidence, const Symptoms& symptoms, Findings& out) {
  const Symptom* const symptom = find_symptom(symptoms, SymptomKind::kNoCredentials);
  const bool is_empty = evidence.definition->task_role_arn == "";
  if (is_empty) {
    out.causes.push_back(make_finding("role-empty",
                                      {definition_proof(evidence, "taskRoleArn is an empty text")},
                                      {"Leave the key out, or fill it in.",
                                       new_revision_command(evidence, "del(.taskRoleArn)"), ""}));
  } else if (symptom != nullptr && evidence.subject == Subject::kTask) {
    missing_role_field(evidence, *symptom, out);
  }
}

void wrong_arn(const Evidence& evidence, const RoleSeen& role, const std::string& right,
               const std::string& why, Findings& out) {
  const std::string patch = R"({")" + role.member + R"(":)" + json_text(right) + "}";
  out.causes.push_back(make_finding(
      "role-path-or-account-wrong",
      {definition_proof(evidence, "the " + role.member + " of " + definition_label(evidence) +
                                      " is " + role.given),
       role_proof(role, why)},
      {"Name the role by its whole ARN, in a new revision.",
       new_revision_command(evidence, ". + " + patch), patch},
      {"role-does-not-exist"}));
}

void absent_role(const Evidence& evidence, const RoleSeen& role, const Symptoms& symptoms,
                 Findings& out) {
  if (!role.alike.empty()) {
    wrong_arn(evidence, role, role.alike.front(),
              "there is no role " + role.name + ", but " + role.alike.front(), out);
    return;
  }
  std::vector<Proof> proofs = {
      definition_proof(evidence, "its " + role.member + " is " + role.given),
      role_proof(role, "there is no role " + role.name + ": " + role.role.refusal->code)};
  if (const Symptom* const symptom = role_symptom(symptoms)) proofs.push_back(proof_of(*symptom));
  out.causes.push_back(make_finding(
      "role-does-not-exist", std::move(proofs),
      {"Make the role again, attach its policies, then start the task anew.",
       "aws iam create-role --role-name " + shell_word(role.name) +
           " --assume-role-policy-document " + shell_word(kTasksTrust),
       ""},
      {"trust-wrong-principal", "trust-condition-mismatch", "trust-denies", "action-not-allowed"}));
}

Fix trust_fix(const RoleSeen& role, const iam::Request& question, const std::string& document) {
  const std::string mended = mended_trust(question, document);
  if (mended.empty()) {
    return {
        "Let ecs-tasks.amazonaws.com assume the role; the command shows what its trust policy "
        "says now.",
        "aws iam get-role --role-name " + shell_word(role.name) +
            " --query Role.AssumeRolePolicyDocument",
        kTasksTrust};
  }
  return {
      "Let ecs-tasks.amazonaws.com assume the role. The command keeps what else the trust "
      "policy says.",
      "aws iam update-assume-role-policy --role-name " + shell_word(role.name) +
          " --policy-document " + shell_word(mended),
      mended};
}

/// Why the trust policy does not let ECS in.
std::string trust_cause(const iam::Request& question, const std::string& document,
                        const Judgement& judgement) {
  if (judgement.outcome == iam::Outcome::kExplicitlyDenied) return "trust-denies";
  const auto bare = judge_trust(question, without_conditions(document));
  if (!bare || !bare->allowed()) return "trust-wrong-principal";
  for (const std::string& statement : statement_texts(document)) {
    if (!contains(statement, question.principal.arn)) continue;
    if (has_condition_key(statement, "sts:ExternalId")) return "trust-denies";
  }
  return "trust-condition-mismatch";
}

void check_trust(const Evidence& evidence, const RoleSeen& role, const Symptoms& symptoms,
                 Findings& out) {
  const std::string document = role.role->assume_role_policy_document.value_or("");
  const std::string account = account_of(evidence);
  if (document.empty() || account.empty()) return;
  const auto question =
      trust_question(role.role->arn.value_or(""), account, evidence.region, evidence.now);
  const auto judgement = judge_trust(question, document);
  if (!judgement) return;
  if (judgement->allowed()) {
    for (const char* id : {"trust-wrong-principal", "trust-condition-mismatch", "trust-denies"}) {
      out.ruled_out.push_back({id, "role " + role.name + " trusts ecs-tasks.amazonaws.com"});
    }
    return;
  }
  if (!role_matters(evidence, symptoms)) return;
  const std::string id = trust_cause(question, document, *judgement);
  std::string what = "role " + role.name + " does not let ecs-tasks.amazonaws.com assume it for " +
                     question.context.find("aws:SourceArn")->values.front();
  if (!judgement->statement.empty()) what += ": " + judgement->statement;
  std::vector<Proof> proofs = {role_proof(role, what), role_proof(role, "its trust: " + document)};
  if (const Symptom* const symptom = role_symptom(symptoms)) proofs.push_back(proof_of(*symptom));
  out.causes.push_back(make_finding(id, std::move(proofs), trust_fix(role, question, document),
                                    {"role-does-not-exist"}));
}

void check_role(const Evidence& evidence, const RoleSeen& role, const Symptoms& symptoms,
                Findings& out) {
  if (role.role.was_refused_as("NoSuchEntity")) {
    if (role_matters(evidence, symptoms)) absent_role(evidence, role, symptoms, out);
    return;
  }
  if (!role.role) return;
  const std::string arn = role.role->arn.value_or("");
  if (role.given.starts_with("arn:") && role.given != arn) {
    if (role_matters(evidence, symptoms)) {
      wrong_arn(evidence, role, arn, "the role of that name is " + arn, out);
    }
    return;
  }
  out.ruled_out.push_back({"role-does-not-exist", "role " + role.name + " is there"});
  check_trust(evidence, role, symptoms, out);
}

void check_network(const Evidence& evidence, const Symptoms& symptoms, Findings& out) {
  if (network_mode_of(evidence) != "none" || !has_task_role(evidence)) return;
  std::vector<Proof> proofs = {
      definition_proof(evidence, definition_label(evidence) + " has networkMode none")};
  const Symptom* symptom = find_symptom(symptoms, SymptomKind::kEndpointRefused);
  if (symptom == nullptr) symptom = find_symptom(symptoms, SymptomKind::kEndpointTimeout);
  if (symptom == nullptr) symptom = find_symptom(symptoms, SymptomKind::kNoCredentials);
  if (symptom != nullptr) proofs.push_back(proof_of(*symptom));
  Finding finding = make_finding(
      "network-mode-none", std::move(proofs),
      {"Register a revision with another network mode, and run that.",
       new_revision_command(evidence, R"(.networkMode = "bridge")"), R"({"networkMode":"bridge"})"},
      {"route-lost", "firewall-blocks", "agent-down"});
  const bool is_proven = symptom != nullptr || evidence.subject == Subject::kDefinition;
  if (is_proven) {
    out.causes.push_back(std::move(finding));
  } else if (has_failed(evidence)) {
    out.possible.push_back(std::move(finding));
  }
}

/// ECS refuses such a definition today; one that was registered before may be there.
void check_secrets(const Evidence& evidence, Findings& out) {
  if (!evidence.definition->execution_role_arn.value_or("").empty() || evidence.execution_role) {
    return;
  }
  for (const auto& container : containers_of(evidence)) {
    if (items(container.secrets).empty() || has_succeeded(evidence)) continue;
    out.causes.push_back(make_finding(
        "execution-role-missing",
        {definition_proof(evidence, "container " + container.name.value_or("") +
                                        " has secrets, and there is no executionRoleArn")},
        {"Name an execution role that may read them (in place of ROLE).",
         new_revision_command(evidence, R"(. + {"executionRoleArn":"ROLE"})"),
         R"({"executionRoleArn":"ROLE"})"}));
    return;
  }
}

/// Of a task it is known that its definition was there.
void no_definition(const Evidence& evidence, Findings& out) {
  if (evidence.subject != Subject::kDefinition ||
      !evidence.definition.was_refused_as("ClientException")) {
    return;
  }
  std::vector<Proof> proofs = {definition_proof(
      evidence, "there is no task definition " + evidence.definition_name + " in " +
                    evidence.region + ": " + evidence.definition.refusal->message)};
  const auto& alike = evidence.definitions_alike;
  Fix fix{"Register it, or name one that is there: the command lists them.",
          "aws ecs list-task-definitions " + region_option(evidence), ""};
  if (alike && !alike->empty()) {
    std::string names;
    for (const std::string& name : *alike.answer) names += (names.empty() ? "" : ", ") + name;
    proofs.push_back({"names that are like it: " + names, alike.question, alike.at});
    fix = {"Name one that is there, perhaps this.",
           "berth doctor " + region_option(evidence) + " --cluster " +
               shell_word(last_segment(evidence.cluster)) + " --task-definition " +
               shell_word(alike->front()),
           ""};
  }
  out.causes.push_back(
      make_finding("definition-does-not-exist", std::move(proofs), std::move(fix)));
}

}  // namespace

Findings definition_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  no_definition(evidence, out);
  // A role that the known-good procedure is to use.
  if (evidence.subject == Subject::kCluster && has_task_role(evidence)) {
    check_role(evidence, *evidence.task_role, symptoms, out);
  }
  if (!evidence.definition) return out;
  if (has_task_role(evidence)) {
    out.ruled_out.push_back({"no-task-role", "the task's role is " + evidence.task_role->given});
    check_role(evidence, *evidence.task_role, symptoms, out);
  } else {
    no_role(evidence, symptoms, out);
  }
  if (evidence.execution_role && evidence.subject == Subject::kDefinition) {
    check_role(evidence, *evidence.execution_role, symptoms, out);
  }
  check_network(evidence, symptoms, out);
  check_secrets(evidence, out);
  return out;
}

}  // namespace berth::doctor
