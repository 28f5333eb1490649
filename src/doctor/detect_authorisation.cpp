// Detectors: do the role's policies allow what was denied? The message says what was asked; the
// policies, fetched and decided here, have to say the same before anything is named.
#include <string>
#include <utility>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/names.h"
#include "doctor/policies.h"
#include "doctor/questions.h"

namespace berth::doctor {
namespace {

constexpr std::chrono::seconds kTooSoon{15};

std::string allow_statement(const Symptom& denial, const std::string& resource) {
  return R"({"Effect":"Allow","Action":)" + json_text(denial.action) + R"(,"Resource":)" +
         json_text(resource) + "}";
}

std::string put_policy(const RoleSeen& role, const Symptom& denial, const std::string& statement) {
  const std::string stem = "allow-" + denial.action.substr(denial.action.find(':') + 1);
  const std::string name = free_policy_name(role.policies, stem, role.role.at);
  return "aws iam put-role-policy --role-name " + shell_word(role.name) + " --policy-name " +
         shell_word(name) + " --policy-document " +
         shell_word(R"({"Version":"2012-10-17","Statement":[)" + statement + "]}");
}

Proof judged(const RoleSeen& role, const Symptom& denial, const Judgement& judgement) {
  return {"the policies of role " + role.name + " say the same of " + denial.action + " on " +
              (denial.resource.empty() ? "*" : denial.resource) + ": " + reason_of(judgement),
          judgement.question.empty() ? role.role.question : judgement.question, role.role.at};
}

Finding denied_explicitly(const RoleSeen& role, const Symptom& denial, const Judgement& judgement) {
  const bool is_revoked = has_condition_key(judgement.statement, "aws:TokenIssueTime");
  const bool is_inline = !judgement.policy.starts_with("arn:");
  const std::string role_word = shell_word(role.name);
  std::string command = is_inline
                            ? "aws iam get-role-policy --role-name " + role_word +
                                  " --policy-name " + shell_word(judgement.policy)
                            : "aws iam get-policy --policy-arn " + shell_word(judgement.policy);
  if (is_revoked) {
    return make_finding("sessions-revoked", {proof_of(denial), judged(role, denial, judgement)},
                        {"Start the tasks anew: sessions from then on are not denied.", "", ""},
                        {"action-not-allowed", "boundary-blocks"});
  }
  return make_finding(
      "explicit-deny", {proof_of(denial), judged(role, denial, judgement)},
      {"Remove or narrow that statement; the command shows the policy.", std::move(command), ""},
      {"action-not-allowed", "resource-mismatch", "boundary-blocks"});
}

Finding outside_boundary(const RoleSeen& role, const Symptom& denial, const Judgement& judgement) {
  const std::string statement =
      allow_statement(denial, denial.resource.empty() ? "*" : denial.resource);
  return make_finding(
      "boundary-blocks", {proof_of(denial), judged(role, denial, judgement)},
      {"Add the statement to the boundary, or take the boundary away: the command "
       "does that.",
       "aws iam delete-role-permissions-boundary --role-name " + shell_word(role.name), statement},
      {"action-not-allowed", "explicit-deny"});
}

/// The action is the same on all resources where it names none of its own.
Finding other_resource(const RoleSeen& role, const Symptom& denial, const Judgement& judgement,
                       const NearMiss& miss) {
  const std::string statement = allow_statement(denial, denial.resource);
  return make_finding("resource-mismatch",
                      {proof_of(denial),
                       judged(role, denial, judgement),
                       {"nearest: " + miss.statement + " in " + miss.policy, miss.question, {}}},
                      {"Allow it on that resource: correct Resource there, or add a statement.",
                       put_policy(role, denial, statement), statement},
                      {"action-not-allowed", "explicit-deny", "boundary-blocks"});
}

Finding other_condition(const RoleSeen& role, const Symptom& denial, const Judgement& judgement,
                        const NearMiss& miss) {
  return make_finding(
      "condition-mismatch",
      {proof_of(denial),
       judged(role, denial, judgement),
       {"action and resource fit, the condition does not hold: " + miss.statement + " in " +
            miss.policy,
        miss.question,
        {}}},
      {"Correct the condition; the command shows the policies.",
       "aws iam list-role-policies --role-name " + shell_word(role.name) +
           "; aws iam list-attached-role-policies --role-name " + shell_word(role.name),
       ""},
      {"action-not-allowed", "explicit-deny", "boundary-blocks"});
}

bool would_be_allowed(const Evidence& evidence, const std::optional<RoleSeen>& role,
                      const Symptom& denial) {
  if (!role || !role->role) return false;
  const auto judgement = judge(question_of_denial(evidence, *role, denial), role->policies);
  return judgement && judgement->allowed();
}

Finding no_allow(const Evidence& evidence, const RoleSeen& role, const Symptom& denial,
                 const Judgement& judgement) {
  std::vector<Proof> proofs = {proof_of(denial), judged(role, denial, judgement)};
  const std::string resource = denial.resource.empty() ? "*" : denial.resource;
  const std::string statement = allow_statement(denial, resource);
  if (would_be_allowed(evidence, evidence.definition_role, denial)) {
    proofs.push_back(task_proof(evidence, "the task was run with taskRoleArn " + role.given +
                                              " in place of " + evidence.definition_role->given +
                                              ", which may"));
    return make_finding("role-overridden", std::move(proofs),
                        {"Run it without the override, or give the overriding role the permission.",
                         put_policy(role, denial, statement), statement});
  }
  const bool is_elsewhere = evidence.execution_role && evidence.execution_role->name != role.name &&
                            would_be_allowed(evidence, evidence.execution_role, denial);
  if (is_elsewhere) {
    proofs.push_back({"the execution role " + evidence.execution_role->name + " may",
                      evidence.execution_role->role.question, evidence.execution_role->role.at});
  }
  return make_finding(
      is_elsewhere ? "policy-on-wrong-role" : "action-not-allowed", std::move(proofs),
      {"Allow it to the task role.", put_policy(role, denial, statement), statement},
      {"explicit-deny", "boundary-blocks", "no-task-role"});
}

void unexplained(const RoleSeen& role, const Symptom& denial, Findings& out) {
  const auto made = role.role->create_date;
  if (made && denial.at && *denial.at >= *made && *denial.at - *made < kTooSoon) {
    out.possible.push_back(make_finding(
        "too-soon", {proof_of(denial), {"the role had just been made", role.role.question, *made}},
        {"Start the task again.", "", ""}));
    return;
  }
  out.unexplained.push_back(proof_of(denial));
  out.unexplained.push_back({"the policies of role " + role.name +
                                 " allow it now: they were changed since, or the denial comes from "
                                 "what was not looked at (a resource's policy, an organisation)",
                             role.role.question, role.role.at});
}

void check_denial(const Evidence& evidence, const RoleSeen& role, const Symptom& denial,
                  Findings& out) {
  const iam::Request request = question_of_denial(evidence, role, denial);
  const auto judgement = judge(request, role.policies);
  if (!judgement) {
    out.unexplained.push_back(proof_of(denial));
    return;
  }
  if (judgement->allowed()) return unexplained(role, denial, out);
  if (judgement->outcome == iam::Outcome::kExplicitlyDenied) {
    out.causes.push_back(denied_explicitly(role, denial, *judgement));
    return;
  }
  if (judgement->decided_by == iam::PolicyType::kBoundary) {
    // The boundary was read, whatever else was not.
    (denial.explicitly ? out.possible : out.causes)
        .push_back(outside_boundary(role, denial, *judgement));
    return;
  }
  // Absence is proven only by having read everything, and by the message saying the same.
  auto& into = role.policies.is_complete() && !denial.explicitly ? out.causes : out.possible;
  const NearMiss miss = nearest(request, role.policies.identity);
  if (miss.nearness == Nearness::kCondition) {
    into.push_back(other_condition(role, denial, *judgement, miss));
  } else if (miss.nearness == Nearness::kOtherResource) {
    into.push_back(other_resource(role, denial, *judgement, miss));
  } else {
    into.push_back(no_allow(evidence, role, denial, *judgement));
  }
}

}  // namespace

Findings authorisation_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  if (!evidence.task_role || !evidence.task_role->role) return out;
  const RoleSeen& role = *evidence.task_role;
  for (const Symptom& symptom : symptoms) {
    if (symptom.kind != SymptomKind::kDenied) continue;
    if (!contains(symptom.principal, ":assumed-role/" + role.name + "/")) continue;
    check_denial(evidence, role, symptom, out);
  }
  return out;
}

}  // namespace berth::doctor
