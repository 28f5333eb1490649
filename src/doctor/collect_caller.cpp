// Who asks, and what their policies say: whether they may pass the role.
#include <utility>
#include <vector>

#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

namespace iam_ops = aws::iam::ops;

void note_unread(Policies& policies, const std::string& question, const Fault& refusal) {
  // An endpoint without groups has none that could allow.
  if (refusal.code == "InvalidAction") return;
  policies.unread.push_back(question + ": " + refusal.code);
}

net::Task<void> user_inline(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::ListUserPoliciesRequest list;
  list.user_name = user;
  auto names = co_await ask<iam_ops::ListUserPolicies>(asking, kIamRegion, user, std::move(list));
  if (!names) {
    note_unread(policies, names.question, *names.refusal);
    co_return;
  }
  for (const std::string& name : items(names->policy_names)) {
    aws::iam::GetUserPolicyRequest get;
    get.user_name = user;
    get.policy_name = name;
    auto policy =
        co_await ask<iam_ops::GetUserPolicy>(asking, kIamRegion, user + " " + name, std::move(get));
    if (!policy) {
      note_unread(policies, policy.question, *policy.refusal);
      continue;
    }
    policies.identity.push_back(
        {name, false, percent_decoded(policy->policy_document.value_or("")), policy.question});
  }
}

net::Task<void> user_attached(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::ListAttachedUserPoliciesRequest list;
  list.user_name = user;
  auto attached =
      co_await ask<iam_ops::ListAttachedUserPolicies>(asking, kIamRegion, user, std::move(list));
  if (!attached) {
    note_unread(policies, attached.question, *attached.refusal);
    co_return;
  }
  for (const auto& policy : items(attached->attached_policies)) {
    co_await collect_managed_policy(asking, policy.policy_arn.value_or(""), policies, false);
  }
}

net::Task<void> group_policies(const Asking& asking, std::string group, Policies& policies) {
  aws::iam::ListAttachedGroupPoliciesRequest attached;
  attached.group_name = group;
  auto arns = co_await ask<iam_ops::ListAttachedGroupPolicies>(asking, kIamRegion, group,
                                                               std::move(attached));
  if (arns) {
    for (const auto& policy : items(arns->attached_policies)) {
      co_await collect_managed_policy(asking, policy.policy_arn.value_or(""), policies, false);
    }
  } else {
    note_unread(policies, arns.question, *arns.refusal);
  }
  aws::iam::ListGroupPoliciesRequest list;
  list.group_name = group;
  auto names = co_await ask<iam_ops::ListGroupPolicies>(asking, kIamRegion, group, std::move(list));
  if (!names) {
    note_unread(policies, names.question, *names.refusal);
    co_return;
  }
  for (const std::string& name : items(names->policy_names)) {
    aws::iam::GetGroupPolicyRequest get;
    get.group_name = group;
    get.policy_name = name;
    auto policy = co_await ask<iam_ops::GetGroupPolicy>(asking, kIamRegion, group + " " + name,
                                                        std::move(get));
    if (!policy) {
      note_unread(policies, policy.question, *policy.refusal);
      continue;
    }
    policies.identity.push_back(
        {name, false, percent_decoded(policy->policy_document.value_or("")), policy.question});
  }
}

net::Task<void> user_groups(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::ListGroupsForUserRequest list;
  list.user_name = user;
  auto groups = co_await ask<iam_ops::ListGroupsForUser>(asking, kIamRegion, user, std::move(list));
  if (!groups) {
    note_unread(policies, groups.question, *groups.refusal);
    co_return;
  }
  for (const auto& group : items(groups->groups)) {
    co_await group_policies(asking, group.group_name.value_or(""), policies);
  }
}

net::Task<void> user_boundary(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::GetUserRequest get;
  get.user_name = user;
  auto seen = co_await ask<iam_ops::GetUser>(asking, kIamRegion, user, std::move(get));
  if (!seen) {
    note_unread(policies, seen.question, *seen.refusal);
    co_return;
  }
  const auto& boundary = seen->user ? seen->user->permissions_boundary : std::nullopt;
  if (!boundary) co_return;
  co_await collect_managed_policy(asking, boundary->permissions_boundary_arn.value_or(""), policies,
                                  true);
}

/// A session's session policies are not to be had: its role alone is looked at.
net::Task<void> policies_of_session(const Asking& asking, std::string role_name,
                                    Policies& policies) {
  RoleSeen role;
  role.given = role_name;
  role.name = role_name;
  co_await collect_role(asking, role);
  policies = std::move(role.policies);
  if (role.role.refusal) note_unread(policies, role.role.question, *role.role.refusal);
}

}  // namespace

net::Task<void> collect_caller(const Asking& asking, Evidence& evidence, bool policies) {
  auto identity = co_await ask<aws::sts::ops::GetCallerIdentity>(asking, evidence.region, "", {});
  evidence.caller.identity = std::move(identity);
  if (!policies || !evidence.caller.identity) co_return;
  const ArnParts arn = split_arn(evidence.caller.identity->arn.value_or(""));
  constexpr std::string_view kSession = "assumed-role/";
  if (arn.resource.starts_with("user/")) {
    const std::string user = last_segment(arn.resource);
    Policies& found = evidence.caller.policies.emplace();
    std::vector<net::Task<void>> tasks;
    tasks.push_back(user_inline(asking, user, found));
    tasks.push_back(user_attached(asking, user, found));
    tasks.push_back(user_groups(asking, user, found));
    tasks.push_back(user_boundary(asking, user, found));
    co_await side_by_side(asking.context, std::move(tasks));
  } else if (arn.resource.starts_with(kSession)) {
    const std::string rest = arn.resource.substr(kSession.size());
    co_await policies_of_session(asking, rest.substr(0, rest.find('/')),
                                 evidence.caller.policies.emplace());
  }
}

}  // namespace berth::doctor
