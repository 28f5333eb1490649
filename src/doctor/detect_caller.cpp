// Detectors: may whoever asks hand the role to ECS?
#include <string>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/names.h"
#include "doctor/policies.h"
#include "doctor/questions.h"

namespace berth::doctor {
namespace {

std::string role_arn_of(const RoleSeen& role, const std::string& account) {
  if (role.role) return role.role->arn.value_or("");
  return role.given.starts_with("arn:") ? role.given
                                        : "arn:aws:iam::" + account + ":role/" + role.name;
}

std::string pass_statement(const std::string& role_arn) {
  return R"({"Effect":"Allow","Action":"iam:PassRole","Resource":)" + json_text(role_arn) +
         R"(,"Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}})";
}

/// The command for a user; of a session it is the role that needs the statement.
std::string pass_command(const Evidence& evidence, const std::string& statement) {
  const ArnParts arn = split_arn(evidence.caller.identity->arn.value_or(""));
  const std::string document = R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
  const bool is_user = arn.resource.starts_with("user/");
  const std::string session = arn.resource.substr(arn.resource.find('/') + 1);
  const std::string name =
      is_user ? last_segment(arn.resource) : session.substr(0, session.find('/'));
  Policies unknown;
  unknown.unread.emplace_back("its policies");
  const std::string policy =
      free_policy_name(evidence.caller.policies.value_or(unknown), "pass-task-role", evidence.now);
  return std::string("aws iam ") +
         (is_user ? "put-user-policy --user-name " : "put-role-policy --role-name ") +
         shell_word(name) + " --policy-name " + shell_word(policy) + " --policy-document " +
         shell_word(document);
}

iam::Request pass_question(const Evidence& evidence, const std::string& role_arn) {
  iam::Request request = question_of_caller(evidence, "iam:PassRole", role_arn);
  request.context.set("iam:PassedToService", "ecs-tasks.amazonaws.com");
  return request;
}

void rule_out_passing(const std::string& role_arn, Findings& out) {
  for (const char* id : {"pass-role-denied", "pass-role-wrong-service"}) {
    out.ruled_out.push_back({id, "the caller's policies allow iam:PassRole on " + role_arn});
  }
}

bool names_other_service(const NearMiss& miss) {
  return miss.nearness == Nearness::kCondition &&
         has_condition_key(miss.statement, "iam:PassedToService");
}

Finding pass_finding(const Evidence& evidence, const std::string& what, const std::string& role_arn,
                     const Judgement& judgement, const NearMiss& miss) {
  const auto& identity = evidence.caller.identity;
  std::vector<Proof> proofs = {
      {identity->arn.value_or("") + what + reason_of(judgement), identity.question, identity.at}};
  if (names_other_service(miss)) {
    proofs.push_back({"nearest: " + miss.statement + " in " + miss.policy, miss.question, {}});
  }
  return make_finding(names_other_service(miss) ? "pass-role-wrong-service" : "pass-role-denied",
                      std::move(proofs), pass_fix(evidence, role_arn, &judgement));
}

void check_pass(const Evidence& evidence, const std::string& role_arn, Findings& out) {
  const Policies& policies = *evidence.caller.policies;
  const iam::Request request = pass_question(evidence, role_arn);
  const auto judgement = judge(request, policies);
  if (!judgement) return;
  if (judgement->allowed()) return rule_out_passing(role_arn, out);
  // What was not read may allow it: the steps say that it was not.
  const bool is_explicit = judgement->outcome == iam::Outcome::kExplicitlyDenied;
  if (!is_explicit && !policies.is_complete()) return;
  const NearMiss miss = is_explicit ? NearMiss{} : nearest(request, policies.identity);
  out.causes.push_back(
      pass_finding(evidence, " may not pass " + role_arn + ": ", role_arn, *judgement, miss));
}

/// No role is known yet. One whose policies pass other roles than the one asked for here, or forbid
/// some, is not to blame: only one who may pass none is.
void check_pass_at_all(const Evidence& evidence, const std::string& account, Findings& out) {
  const Policies& policies = *evidence.caller.policies;
  const std::string role_arn = "arn:aws:iam::" + account + ":role/ROLE";
  const iam::Request request = pass_question(evidence, role_arn);
  const auto judgement = judge(request, policies);
  if (!judgement || !policies.is_complete()) return;
  if (judgement->allowed()) return rule_out_passing("any role", out);
  if (judgement->outcome == iam::Outcome::kExplicitlyDenied ||
      judgement->decided_by == iam::PolicyType::kBoundary) {
    return;
  }
  const NearMiss miss = nearest(request, policies.identity);
  if (miss.nearness != Nearness::kNone && !names_other_service(miss)) return;
  Finding finding =
      pass_finding(evidence, " may pass no role to ECS tasks: ", role_arn, *judgement, miss);
  finding.fix.text = "Allow the caller to pass the role (its name in place of ROLE) to ECS tasks.";
  out.causes.push_back(std::move(finding));
}

}  // namespace

Fix pass_fix(const Evidence& evidence, const std::string& role_arn, const Judgement* judgement) {
  const std::string statement = pass_statement(role_arn);
  // One more Allow helps only where nothing forbids it.
  if (judgement != nullptr && judgement->outcome == iam::Outcome::kExplicitlyDenied) {
    return {"Remove or narrow the statement that denies it, in policy " + judgement->policy + ".",
            "", ""};
  }
  if (judgement != nullptr && judgement->decided_by == iam::PolicyType::kBoundary) {
    return {"Let the caller's permissions boundary " + judgement->policy + " allow it, too.", "",
            statement};
  }
  return {"Allow the caller to pass the role to ECS tasks.", pass_command(evidence, statement),
          statement};
}

Findings caller_findings(const Evidence& evidence, const Symptoms&) {
  Findings out;
  // A task that is there was started by somebody who could.
  if (evidence.subject == Subject::kTask || !evidence.caller.identity) return out;
  if (!evidence.caller.policies) return out;
  const std::string account = account_of(evidence);
  if (evidence.subject == Subject::kCluster && !has_task_role(evidence)) {
    check_pass_at_all(evidence, account, out);
    return out;
  }
  if (has_task_role(evidence)) {
    check_pass(evidence, role_arn_of(*evidence.task_role, account), out);
  }
  if (evidence.execution_role) {
    const std::string arn = role_arn_of(*evidence.execution_role, account);
    const bool is_same =
        has_task_role(evidence) && arn == role_arn_of(*evidence.task_role, account);
    if (!is_same) check_pass(evidence, arn, out);
  }
  return out;
}

}  // namespace berth::doctor
