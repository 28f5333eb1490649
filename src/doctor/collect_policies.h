// The policies that hang on a user, a group or a role: IAM tells of all three alike, with
// operations of their own.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "aws/models/iam.h"
#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {

struct OfUser {
  using ListInline = aws::iam::ops::ListUserPolicies;
  using GetInline = aws::iam::ops::GetUserPolicy;
  using ListAttached = aws::iam::ops::ListAttachedUserPolicies;
  template <class Input>
  static void set_name(Input& input, const std::string& name) {
    input.user_name = name;
  }
};

struct OfGroup {
  using ListInline = aws::iam::ops::ListGroupPolicies;
  using GetInline = aws::iam::ops::GetGroupPolicy;
  using ListAttached = aws::iam::ops::ListAttachedGroupPolicies;
  template <class Input>
  static void set_name(Input& input, const std::string& name) {
    input.group_name = name;
  }
};

struct OfRole {
  using ListInline = aws::iam::ops::ListRolePolicies;
  using GetInline = aws::iam::ops::GetRolePolicy;
  using ListAttached = aws::iam::ops::ListAttachedRolePolicies;
  template <class Input>
  static void set_name(Input& input, const std::string& name) {
    input.role_name = name;
  }
};

/// Keeps what could not be read, which `Owner`'s policies are then not known by.
template <class Owner, class Answer>
void note_unread(Policies& policies, const Asked<Answer>& asked) {
  // An endpoint without users and groups has none that could allow; every one has roles.
  if (!std::is_same_v<Owner, OfRole> && asked.refusal->code == "InvalidAction") return;
  policies.unread.push_back(asked.question + ": " + asked.refusal->code);
}

template <class Owner>
net::Task<void> collect_inline_policy(const Asking& asking, std::string owner, std::string name,
                                      Policies& policies) {
  typename Owner::GetInline::Input get;
  Owner::set_name(get, owner);
  get.policy_name = name;
  const std::string about = owner + " " + name;
  auto policy = co_await ask<typename Owner::GetInline>(asking, kIamRegion, about, std::move(get));
  if (!policy) {
    note_unread<Owner>(policies, policy);
    co_return;
  }
  policies.identity.push_back(
      {name, false, percent_decoded(policy->policy_document.value_or("")), policy.question});
}

template <class Owner>
net::Task<void> collect_inline_policies(const Asking& asking, std::string owner,
                                        Policies& policies) {
  typename Owner::ListInline::Input list;
  Owner::set_name(list, owner);
  auto names = co_await ask<typename Owner::ListInline>(asking, kIamRegion, owner, std::move(list));
  if (!names) {
    note_unread<Owner>(policies, names);
    co_return;
  }
  std::vector<net::Task<void>> tasks;
  for (const std::string& name : items(names->policy_names)) {
    tasks.push_back(collect_inline_policy<Owner>(asking, owner, name, policies));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

template <class Owner>
net::Task<void> collect_attached_policies(const Asking& asking, std::string owner,
                                          Policies& policies) {
  typename Owner::ListAttached::Input list;
  Owner::set_name(list, owner);
  auto attached =
      co_await ask<typename Owner::ListAttached>(asking, kIamRegion, owner, std::move(list));
  if (!attached) {
    note_unread<Owner>(policies, attached);
    co_return;
  }
  std::vector<net::Task<void>> tasks;
  for (const auto& policy : items(attached->attached_policies)) {
    tasks.push_back(
        collect_managed_policy(asking, policy.policy_arn.value_or(""), policies, false));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace berth::doctor
