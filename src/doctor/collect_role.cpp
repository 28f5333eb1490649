// A role: its trust, attached and inline policies and its boundary, as IAM shows them.
#include <utility>
#include <vector>

#include "doctor/collect_policies.h"
#include "iam/managed_policies.h"

namespace berth::doctor {
namespace {

namespace ops = aws::iam::ops;

constexpr int kRolePagesMax = 20;  // of 1000 roles each

void add_policy(Policies& policies, PolicyText text, bool is_boundary) {
  if (is_boundary) {
    policies.boundary = std::move(text);
  } else {
    policies.identity.push_back(std::move(text));
  }
}

net::Task<void> role_boundary(const Asking& asking, RoleSeen& seen) {
  const auto& boundary = seen.role->permissions_boundary;
  if (!boundary) co_return;
  co_await collect_managed_policy(asking, boundary->permissions_boundary_arn.value_or(""),
                                  seen.policies, true);
}

/// Roles whose name differs in case or path only: what a short name or a typing error may mean.
net::Task<void> roles_alike(const Asking& asking, RoleSeen& seen) {
  aws::iam::ListRolesRequest list;
  for (int page = 0; page < kRolePagesMax; ++page) {
    auto roles = co_await ask<ops::ListRoles>(asking, kIamRegion, "", list);
    if (!roles) co_return;
    for (const auto& role : items(roles->roles)) {
      const std::string name = role.role_name.value_or("");
      if (name.size() == seen.name.size() && contains(name, seen.name)) {
        seen.alike.push_back(role.arn.value_or(""));
      }
    }
    if (!roles->is_truncated.value_or(false)) co_return;
    list.marker = roles->marker;
  }
}

net::Task<void> role_policies(const Asking& asking, RoleSeen& seen) {
  std::vector<net::Task<void>> tasks;
  tasks.push_back(collect_attached_policies<OfRole>(asking, seen.name, seen.policies));
  tasks.push_back(collect_inline_policies<OfRole>(asking, seen.name, seen.policies));
  tasks.push_back(role_boundary(asking, seen));
  co_await side_by_side(asking.context, std::move(tasks));
}

/// A policy of AWS's own that may not be read is known by Berth's copy: what it allows is taken
/// from there, and that it lacks something is still not claimed, for AWS's may be newer.
void not_read(Policies& policies, const std::string& arn, const std::string& question,
              const std::optional<Fault>& refusal, bool is_boundary) {
  policies.unread.push_back(question + ": " + (refusal ? refusal->code : "no document"));
  const std::string* const copy = iam::managed_policy(arn);
  if (copy != nullptr) {
    add_policy(policies, {arn, true, *copy, "Berth's own copy of " + arn}, is_boundary);
  }
}

RoleSeen& new_role(std::optional<RoleSeen>& slot, const std::string& given) {
  RoleSeen& role = slot.emplace();
  role.given = given;
  role.name = last_segment(given);
  return role;
}

}  // namespace

net::Task<void> collect_managed_policy(const Asking& asking, std::string arn, Policies& policies,
                                       bool is_boundary) {
  aws::iam::GetPolicyRequest get;
  get.policy_arn = arn;
  auto policy = co_await ask<ops::GetPolicy>(asking, kIamRegion, arn, std::move(get));
  if (!policy || !policy->policy) {
    not_read(policies, arn, policy.question, policy.refusal, is_boundary);
    co_return;
  }
  aws::iam::GetPolicyVersionRequest version;
  version.policy_arn = arn;
  version.version_id = policy->policy->default_version_id;
  auto text = co_await ask<ops::GetPolicyVersion>(asking, kIamRegion, arn, std::move(version));
  if (!text || !text->policy_version) {
    not_read(policies, arn, text.question, text.refusal, is_boundary);
    co_return;
  }
  add_policy(
      policies,
      {arn, true, percent_decoded(text->policy_version->document.value_or("")), text.question},
      is_boundary);
}

net::Task<void> collect_role(const Asking& asking, RoleSeen& seen) {
  aws::iam::GetRoleRequest get;
  get.role_name = seen.name;
  auto role = co_await ask<ops::GetRole>(asking, kIamRegion, seen.name, std::move(get));
  seen.role = part_of<aws::iam::Role>(std::move(role), [](const aws::iam::GetRoleResponse& answer) {
    return answer.role.value_or(aws::iam::Role{});
  });
  if (seen.role) {
    auto& trust = seen.role.answer->assume_role_policy_document;
    if (trust) trust = percent_decoded(*trust);
    co_await role_policies(asking, seen);
  } else if (seen.role.was_refused_as("NoSuchEntity")) {
    co_await roles_alike(asking, seen);
  }
}

net::Task<void> collect_roles(const Asking& asking, Evidence& evidence) {
  if (!evidence.definition) co_return;
  std::vector<net::Task<void>> tasks;
  const std::string of_definition = evidence.definition->task_role_arn.value_or("");
  std::string overridden;
  std::string execution = evidence.definition->execution_role_arn.value_or("");
  if (evidence.task_seen && evidence.task_seen->overrides) {
    overridden = evidence.task_seen->overrides->task_role_arn.value_or("");
    const std::string other = evidence.task_seen->overrides->execution_role_arn.value_or("");
    if (!other.empty()) execution = other;
  }
  const std::string in_force = overridden.empty() ? of_definition : overridden;
  if (!in_force.empty()) {
    tasks.push_back(collect_role(asking, new_role(evidence.task_role, in_force)));
  }
  if (in_force != of_definition && !of_definition.empty()) {
    tasks.push_back(collect_role(asking, new_role(evidence.definition_role, of_definition)));
  }
  if (!execution.empty()) {
    RoleSeen& role = new_role(evidence.execution_role, execution);
    role.member = "executionRoleArn";
    tasks.push_back(collect_role(asking, role));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace berth::doctor
