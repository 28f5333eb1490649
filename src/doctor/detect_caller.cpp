// Detectors: may whoever asks hand the role to ECS?
#include <string>
#include <utility>

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
  return std::string("aws iam ") +
         (is_user ? "put-user-policy --user-name " : "put-role-policy --role-name ") +
         shell_word(name) + " --policy-name pass-task-role --policy-document " +
         shell_word(document);
}

void check_pass(const Evidence& evidence, const std::string& role_arn, Findings& out) {
  const CallerSeen& caller = evidence.caller;
  iam::Request request = question_of_caller(evidence, "iam:PassRole", role_arn);
  request.context.set("iam:PassedToService", "ecs-tasks.amazonaws.com");
  const auto judgement = judge(request, *caller.policies);
  if (!judgement) return;
  if (judgement->allowed()) {
    for (const char* id : {"pass-role-denied", "pass-role-wrong-service"}) {
      out.ruled_out.push_back({id, "the caller's policies allow iam:PassRole on " + role_arn});
    }
    return;
  }
  // What was not read may allow it: the steps say that it was not.
  const bool is_explicit = judgement->outcome == iam::Outcome::kExplicitlyDenied;
  if (!is_explicit && !caller.policies->is_complete()) return;
  const NearMiss miss = nearest(request, caller.policies->identity);
  const bool is_other_service = !is_explicit && miss.nearness == Nearness::kCondition &&
                                has_condition_key(miss.statement, "iam:PassedToService");
  std::vector<Proof> proofs = {{caller.identity->arn.value_or("") + " may not pass " + role_arn +
                                    ": " + reason_of(*judgement),
                                caller.identity.question, caller.identity.at}};
  if (is_other_service) {
    proofs.push_back({"nearest: " + miss.statement + " in " + miss.policy, miss.question, {}});
  }
  const std::string statement = pass_statement(role_arn);
  Finding finding = make_finding(is_other_service ? "pass-role-wrong-service" : "pass-role-denied",
                                 std::move(proofs),
                                 {"Allow the caller to pass the role to ECS tasks.",
                                  pass_command(evidence, statement), statement});
  out.causes.push_back(std::move(finding));
}

}  // namespace

Findings caller_findings(const Evidence& evidence, const Symptoms&) {
  Findings out;
  // A task that is there was started by somebody who could.
  if (evidence.subject == Subject::kTask || !evidence.caller.identity) return out;
  if (!evidence.caller.policies) return out;
  const std::string account = account_of(evidence);
  if (evidence.subject == Subject::kCluster) {
    check_pass(evidence, "arn:aws:iam::" + account + ":role/ECS-task-full-access", out);
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
