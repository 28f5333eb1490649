// What the caller has to be allowed for the known-good procedure.
#include "doctor/known_good/permissions.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "aws/json_writer.h"
#include "doctor/policies.h"
#include "doctor/questions.h"

namespace berth::doctor {
namespace {

// What the collectors ask, all of which read.
constexpr auto kReads = std::to_array<std::string_view>({"ecs:DescribeClusters",
                                                         "ecs:DescribeContainerInstances",
                                                         "ecs:DescribeTaskDefinition",
                                                         "ecs:DescribeTasks",
                                                         "ecs:ListClusters",
                                                         "ecs:ListContainerInstances",
                                                         "ecs:ListTaskDefinitionFamilies",
                                                         "ecs:ListTaskDefinitions",
                                                         "ecs:ListTasks",
                                                         "iam:GetGroupPolicy",
                                                         "iam:GetPolicy",
                                                         "iam:GetPolicyVersion",
                                                         "iam:GetRole",
                                                         "iam:GetRolePolicy",
                                                         "iam:GetUser",
                                                         "iam:GetUserPolicy",
                                                         "iam:ListAttachedGroupPolicies",
                                                         "iam:ListAttachedRolePolicies",
                                                         "iam:ListAttachedUserPolicies",
                                                         "iam:ListGroupPolicies",
                                                         "iam:ListGroupsForUser",
                                                         "iam:ListRolePolicies",
                                                         "iam:ListRoles",
                                                         "iam:ListUserPolicies",
                                                         "logs:DescribeLogGroups",
                                                         "logs:GetLogEvents"});

/// Actions on the same resources.
struct Need {
  std::vector<std::string> actions;
  std::vector<std::string> patterns;  ///< Resource of the policy
  std::string resource;               ///< one that the procedure has
};

std::vector<Need> needs_of(const KnownGoodPlan& plan) {
  const std::string stem = std::string(kNameStem) + "*";
  const std::string tasks = plan.arn("ecs", "task/" + plan.cluster + "/");
  std::vector<Need> needs = {
      {{"logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:TagResource"},
       {plan.arn("logs", "log-group:" + stem)},
       plan.arn("logs", "log-group:" + plan.name)},
      {{"ecs:DeleteTaskDefinitions", "ecs:RegisterTaskDefinition", "ecs:RunTask",
        "ecs:TagResource"},
       {plan.arn("ecs", "task-definition/" + stem)},
       plan.arn("ecs", "task-definition/" + plan.name + ":1")},
      {{"ecs:StopTask", "ecs:TagResource"}, {tasks + "*"}, tasks + std::string(32, '0')},
      {{"ecs:DeregisterTaskDefinition"}, {"*"}, "*"},
  };
  if (plan.makes_role()) {
    needs.push_back({{"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole",
                      "iam:DetachRolePolicy", "iam:TagRole"},
                     {plan.arn("iam", "role/" + stem)},
                     plan.arn("iam", "role/" + plan.name)});
  }
  return needs;
}

template <class Texts>
void write_list(aws::JsonWriter& json, std::string_view name, const Texts& texts) {
  json.key(name);
  json.begin_array();
  for (const auto& text : texts) json.string(text);
  json.end_array();
}

template <class Texts>
void open_allow(aws::JsonWriter& json, const Texts& actions,
                const std::vector<std::string>& resources) {
  json.begin_object();
  json.key("Effect");
  json.string("Allow");
  write_list(json, "Action", actions);
  write_list(json, "Resource", resources);
}

void write_pass(aws::JsonWriter& json, const KnownGoodPlan& plan) {
  const std::string role = plan.makes_role() ? std::string(kNameStem) + "*" : plan.role_name();
  open_allow(json, std::vector<std::string>{"iam:PassRole"},
             {plan.role.starts_with("arn:") ? plan.role : plan.arn("iam", "role/" + role)});
  json.key("Condition");
  json.raw(R"({"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}})");
  json.end_object();
}

}  // namespace

std::string needed_policy(const KnownGoodPlan& plan) {
  aws::JsonWriter json;
  json.begin_object();
  json.key("Version");
  json.string("2012-10-17");
  json.key("Statement");
  json.begin_array();
  open_allow(json, kReads, {"*"});
  json.end_object();
  for (const Need& need : needs_of(plan)) {
    open_allow(json, need.actions, need.patterns);
    json.end_object();
  }
  write_pass(json, plan);
  json.end_array();
  json.end_object();
  return json.take();
}

std::vector<std::string> lacking_actions(const Evidence& evidence, const KnownGoodPlan& plan) {
  std::vector<std::string> lacking;
  if (!evidence.caller.policies) return lacking;
  const Policies& policies = *evidence.caller.policies;
  for (const Need& need : needs_of(plan)) {
    for (const std::string& action : need.actions) {
      iam::Request request = question_of_caller(evidence, action, need.resource);
      request.context.set("aws:RequestTag/" + std::string(kTagKey), kTagValue);
      request.context.set("aws:TagKeys", std::vector<std::string>{kTagKey});
      request.context.set("iam:PolicyARN", kTaskPolicyArn);
      request.context.set("ecs:cluster", plan.arn("ecs", "cluster/" + plan.cluster));
      const auto judgement = judge(request, policies);
      if (!judgement || judgement->allowed()) continue;
      const bool is_explicit = judgement->outcome == iam::Outcome::kExplicitlyDenied;
      const bool is_told = std::find(lacking.begin(), lacking.end(), action) != lacking.end();
      if ((is_explicit || policies.is_complete()) && !is_told) lacking.push_back(action);
    }
  }
  return lacking;
}

}  // namespace berth::doctor
