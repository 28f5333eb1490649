// Managed policies are called by their names here, as AWS's simulator calls them.
#include "services/iam/policy_sources.h"

#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/owners.h"
#include "services/managed_documents.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"

namespace berth::services::iam {
namespace {

constexpr int kEveryPolicy = 1000;

Result<SourcedPolicy> sourced(const std::string& document, std::string name) {
  auto policy = berth::iam::parse_policy(document, berth::iam::PolicyKind::kIdentity);
  if (!policy) return fail(invalid_input(policy.error().message));
  return SourcedPolicy{{std::move(*policy), std::move(name), false}, document};
}

/// Nothing where the policy is gone.
Result<std::optional<SourcedPolicy>> managed_source(Context& context, const std::string& arn) {
  const std::string name = arn.substr(arn.rfind('/') + 1);
  const auto document = managed_document(context.tx, arn);
  if (!document) return std::nullopt;
  BERTH_ASSIGN(SourcedPolicy policy, sourced(*document, name));
  return policy;
}

Result<void> add_policies(Context& context, const std::string& owner_id,
                          std::vector<SourcedPolicy>& policies) {
  for (const auto& each : store::list_inline_policies(context.tx, owner_id, "", kEveryPolicy)) {
    BERTH_ASSIGN(SourcedPolicy policy, sourced(each.document, each.name));
    policies.push_back(std::move(policy));
  }
  for (const std::string& arn : store::list_attachments(context.tx, owner_id, "", kEveryPolicy)) {
    BERTH_ASSIGN(auto policy, managed_source(context, arn));
    if (policy) policies.push_back(std::move(*policy));
  }
  return {};
}

Result<void> add_policies_of_groups(Context& context, const std::string& user_id,
                                    std::vector<SourcedPolicy>& policies) {
  for (const auto& group : store::groups_of_user(context.tx, user_id, "", kEveryPolicy)) {
    BERTH_TRY(add_policies(context, group.id, policies));
  }
  return {};
}

Result<void> add_boundary(Context& context, const std::optional<std::string>& arn,
                          PolicySource& source) {
  if (!arn) return {};
  BERTH_ASSIGN(source.boundary, managed_source(context, *arn));
  return {};
}

template <class Record>
Result<void> add_record(Context& context, const Record& record, std::string_view path,
                        PolicySource& source) {
  if (record.path != path) {
    return fail(no_such_entity(
        fmt::format("The {} with name {} cannot be found.", source.kind, source.name)));
  }
  return add_policies(context, record.id, source.policies);
}

Result<void> add_user(Context& context, const EntityName& name, PolicySource& source) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, name.name));
  BERTH_TRY(add_record(context, user, name.path, source));
  BERTH_TRY(add_policies_of_groups(context, user.id, source.policies));
  return add_boundary(context, user.boundary_arn, source);
}

Result<void> add_group(Context& context, const EntityName& name, PolicySource& source) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, name.name));
  return add_record(context, group, name.path, source);
}

Result<void> add_role(Context& context, const EntityName& name, PolicySource& source) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, name.name));
  BERTH_TRY(add_record(context, role, name.path, source));
  return add_boundary(context, role.boundary_arn, source);
}

}  // namespace

Fault invalid_input(std::string message) {
  return client_fault("InvalidInput", std::move(message));
}

Result<PolicySource> require_policy_source(Context& context, const std::string& arn) {
  const auto name = parse_iam_arn(arn);
  const bool known =
      name && (name->kind == "user" || name->kind == "group" || name->kind == "role");
  if (!known) {
    return fail(invalid_input(
        fmt::format("Invalid Entity Arn: {} does not clearly define entity type and name.", arn)));
  }
  if (name->account != context.account.str()) {
    return fail(invalid_input(
        fmt::format("Invalid Policy Source Arn: caller's account {} does not have access to "
                    "policies in account {}",
                    context.account.str(), name->account)));
  }
  PolicySource source{
      arn, std::string(name->account), std::string(name->kind), std::string(name->name), {}, {}};
  const auto add = name->kind == "user" ? add_user : name->kind == "group" ? add_group : add_role;
  BERTH_TRY(add(context, *name, source));
  return source;
}

Result<std::vector<SourcedPolicy>> policies_of_input(
    const std::optional<std::vector<std::string>>& documents, const std::string& list) {
  std::vector<SourcedPolicy> policies;
  if (!documents) return policies;
  for (const std::string& document : *documents) {
    BERTH_ASSIGN(SourcedPolicy policy,
                 sourced(document, fmt::format("{}.{}", list, policies.size() + 1)));
    policies.push_back(std::move(policy));
  }
  return policies;
}

}  // namespace berth::services::iam
