// Questions for the policy engine, with as much of their context as can be known from outside.
#include "doctor/questions.h"

#include <utility>

#include "base/time_format.h"
#include "doctor/names.h"
#include "iam/policy_case.h"

namespace berth::doctor {
namespace {

void set_common_keys(iam::Request& request, const std::string& type, TimePoint at) {
  iam::ContextKeys& keys = request.context;
  keys.set("aws:PrincipalArn", request.principal.identity_arn);
  keys.set("aws:PrincipalAccount", request.principal.account);
  keys.set("aws:PrincipalType", type);
  if (!request.principal.user_id.empty()) keys.set("aws:userid", request.principal.user_id);
  keys.set("aws:CurrentTime", format_iso8601(at));
  keys.set("aws:EpochTime", std::to_string(to_epoch_ms(at) / 1000));
  keys.set("aws:ViaAWSService", "false");
  keys.set("aws:PrincipalIsAWSService", "false");
}

}  // namespace

iam::Request question_of_caller(const Evidence& evidence, const std::string& action,
                                const std::string& resource) {
  iam::Request request;
  const auto& identity = evidence.caller.identity;
  request.principal = iam::principal_of(identity ? identity->arn.value_or("") : "");
  request.principal.user_id = identity ? identity->user_id.value_or("") : "";
  request.principal.unique_id =
      request.principal.user_id.substr(0, request.principal.user_id.find(':'));
  request.action = action;
  request.resource = resource;
  request.resource_account = request.principal.account;
  const bool is_user = request.principal.kind == iam::Principal::Kind::kUser;
  set_common_keys(request, is_user ? "User" : "AssumedRole", evidence.now);
  if (is_user) request.context.set("aws:username", last_segment(request.principal.arn));
  request.context.set("aws:RequestedRegion",
                      action.starts_with("iam:") ? std::string("us-east-1") : evidence.region);
  return request;
}

iam::Request question_of_denial(const Evidence& evidence, const RoleSeen& role,
                                const Symptom& denial) {
  iam::Request request;
  request.principal = iam::principal_of(denial.principal);
  if (role.role) {
    request.principal.identity_arn = role.role->arn.value_or("");
    request.principal.unique_id = role.role->role_id.value_or("");
    request.principal.user_id = request.principal.unique_id + ":" + last_segment(denial.principal);
  }
  request.action = denial.action;
  request.resource = denial.resource.empty() ? "*" : denial.resource;
  const ArnParts arn = split_arn(request.resource);
  request.resource_account = arn.account.empty() ? request.principal.account : arn.account;
  set_common_keys(request, "AssumedRole", denial.at.value_or(evidence.now));
  request.context.set("aws:RequestedRegion", arn.region.empty() ? evidence.region : arn.region);
  request.context.set("aws:ResourceAccount", request.resource_account);
  if (evidence.task_seen && evidence.task_seen->created_at) {
    request.context.set("aws:TokenIssueTime", format_iso8601(*evidence.task_seen->created_at));
  }
  // ECS names the cluster of what is asked for.
  if (arn.resource.starts_with("cluster/")) {
    request.context.set("ecs:cluster", request.resource);
  } else if (arn.service == "ecs" && arn.resource.find('/') != arn.resource.rfind('/')) {
    const std::string rest = arn.resource.substr(arn.resource.find('/') + 1);
    request.context.set("ecs:cluster", "arn:" + arn.partition + ":ecs:" + arn.region + ":" +
                                           arn.account + ":cluster/" +
                                           rest.substr(0, rest.find('/')));
  }
  return request;
}

std::string reason_of(const Judgement& judgement) {
  if (judgement.outcome == iam::Outcome::kExplicitlyDenied) {
    return "denied by " + judgement.policy + ": " + judgement.statement;
  }
  if (judgement.decided_by == iam::PolicyType::kBoundary) {
    return "the permissions boundary " + judgement.policy + " does not allow it";
  }
  return "no identity-based policy allows it";
}

}  // namespace berth::doctor
