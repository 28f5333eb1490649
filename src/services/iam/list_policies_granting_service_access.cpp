// iam:ListPoliciesGrantingServiceAccess: for each service that is asked about, the policies of a
// user, group or role that allow any of its actions; of a user also those of its groups.
#include <algorithm>

#include <fmt/format.h>

#include "iam/policy.h"
#include "iam/service_access.h"
#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/managed_documents.h"

namespace berth::services::iam {
namespace {

/// A policy with how the answer shows it.
struct Held {
  std::shared_ptr<const berth::iam::Policy> policy;
  aws::iam::PolicyGrantingServiceAccess shown;
};

void add_held(const std::string& document, aws::iam::PolicyGrantingServiceAccess shown,
              std::vector<Held>& held) {
  auto policy = berth::iam::parse_policy(document, berth::iam::PolicyKind::kIdentity);
  if (policy) held.push_back({std::move(*policy), std::move(shown)});
}

bool holds(const std::vector<Held>& held, const std::string& arn) {
  return std::any_of(held.begin(), held.end(),
                     [&arn](const Held& each) { return each.shown.policy_arn == arn; });
}

/// `entity_type` is "USER", "GROUP" or "ROLE".
void add_policies_of(Context& context, const Owner& owner, const std::string& entity_type,
                     std::vector<Held>& held) {
  for (const auto& attached : attached_policies(context, owner, "/")) {
    const auto document = managed_document(context.tx, *attached.policy_arn);
    if (!document || holds(held, *attached.policy_arn)) continue;
    aws::iam::PolicyGrantingServiceAccess shown;
    shown.policy_name = attached.policy_name;
    shown.policy_type = "MANAGED";
    shown.policy_arn = attached.policy_arn;
    add_held(*document, std::move(shown), held);
  }
  for (const auto& inline_policy : inline_policies(context, owner)) {
    aws::iam::PolicyGrantingServiceAccess shown;
    shown.policy_name = inline_policy.name;
    shown.policy_type = "INLINE";
    shown.entity_type = entity_type;
    shown.entity_name = owner.name;
    add_held(inline_policy.document, std::move(shown), held);
  }
}

/// Names are found whatever account and path the ARN has.
Result<void> check_arn(const std::string& asked, const std::string& found) {
  if (asked == found) return {};
  return fail(no_such_entity(fmt::format("The entity with ARN {} cannot be found.", asked)));
}

Result<std::vector<Held>> policies_of(Context& context, const std::string& arn) {
  std::vector<Held> held;
  const auto name = parse_iam_arn(arn);
  if (name && name->kind == "user") {
    BERTH_ASSIGN(const store::UserRecord user, require_user(context, name->name));
    BERTH_TRY(check_arn(arn, user_arn(context, user)));
    add_policies_of(context, owner_of(user), "USER", held);
    for (const auto& group : groups_of(context, user)) {
      add_policies_of(context, owner_of(group), "GROUP", held);
    }
  } else if (name && name->kind == "group") {
    BERTH_ASSIGN(const store::GroupRecord group, require_group(context, name->name));
    BERTH_TRY(check_arn(arn, group_arn(context, group)));
    add_policies_of(context, owner_of(group), "GROUP", held);
  } else if (name && name->kind == "role") {
    BERTH_ASSIGN(const store::RoleRecord role, require_role(context, name->name));
    BERTH_TRY(check_arn(arn, role_arn(context, role)));
    add_policies_of(context, owner_of(role), "ROLE", held);
  } else {
    return fail(client_fault("InvalidInput", fmt::format("ARN {} is not valid.", arn)));
  }
  return held;
}

}  // namespace

Result<aws::iam::ListPoliciesGrantingServiceAccessResponse> list_policies_granting_service_access(
    Context& context, const aws::iam::ListPoliciesGrantingServiceAccessRequest& request) {
  BERTH_ASSIGN(const std::vector<Held> held, policies_of(context, *request.arn));
  aws::iam::ListPoliciesGrantingServiceAccessResponse response;
  auto& services = response.policies_granting_service_access.emplace();
  for (const std::string& service : *request.service_namespaces) {
    auto& entry = services.emplace_back();
    entry.service_namespace = service;
    auto& policies = entry.policies.emplace();
    for (const Held& each : held) {
      if (grants_service_access(*each.policy, service)) policies.push_back(each.shown);
    }
  }
  response.is_truncated = false;
  return response;
}

}  // namespace berth::services::iam
