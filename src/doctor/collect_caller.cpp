// Who asks, and what their policies say: whether they may pass the role.
#include <utility>
#include <vector>

#include "doctor/collect_policies.h"

namespace berth::doctor {
namespace {

namespace iam_ops = aws::iam::ops;

net::Task<void> user_groups(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::ListGroupsForUserRequest list;
  list.user_name = user;
  auto groups = co_await ask<iam_ops::ListGroupsForUser>(asking, kIamRegion, user, std::move(list));
  if (!groups) {
    note_unread<OfUser>(policies, groups);
    co_return;
  }
  std::vector<net::Task<void>> tasks;
  for (const auto& group : items(groups->groups)) {
    const std::string name = group.group_name.value_or("");
    tasks.push_back(collect_inline_policies<OfGroup>(asking, name, policies));
    tasks.push_back(collect_attached_policies<OfGroup>(asking, name, policies));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

net::Task<void> user_boundary(const Asking& asking, std::string user, Policies& policies) {
  aws::iam::GetUserRequest get;
  get.user_name = user;
  auto seen = co_await ask<iam_ops::GetUser>(asking, kIamRegion, user, std::move(get));
  if (!seen) {
    note_unread<OfUser>(policies, seen);
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
  if (role.role.refusal) note_unread<OfUser>(policies, role.role);
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
    tasks.push_back(collect_inline_policies<OfUser>(asking, user, found));
    tasks.push_back(collect_attached_policies<OfUser>(asking, user, found));
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
