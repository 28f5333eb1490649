// The checks of a simulation's circumstances, with AWS's words where they are known.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "iam/arn_pattern.h"
#include "iam/text.h"
#include "iam/values.h"
#include "services/entity_names.h"
#include "services/iam/simulation.h"

namespace berth::services::iam {
namespace {

using berth::iam::Principal;

/// The scenarios of EC2 that AWS knows: each asks for certain resources, which are decided alike.
constexpr std::array<std::string_view, 6> kScenarios = {
    "EC2-Classic-InstanceStore",    "EC2-Classic-EBS", "EC2-VPC-InstanceStore",
    "EC2-VPC-InstanceStore-Subnet", "EC2-VPC-EBS",     "EC2-VPC-EBS-Subnet"};

bool is_account_number(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<void> check_resource_names(const std::vector<std::string>& resources) {
  const bool has_star = std::find(resources.begin(), resources.end(), "*") != resources.end();
  if (has_star && resources.size() > 1) {
    return fail(invalid_input(
        "you cannot include both * and individual resources in the resource list for a "
        "simulation."));
  }
  for (const std::string& each : resources) {
    const auto arn = berth::iam::split_arn(each);
    if (each == "*" || (arn.valid && !arn.fields[1].empty() && !arn.fields[2].empty())) continue;
    return fail(
        invalid_input(fmt::format("ResourceNames are not in a valid ARN format: {}.", each)));
  }
  return {};
}

/// A pattern may cost the product of its length and a value's (src/iam/pattern.cpp).
constexpr std::size_t kValueCharactersMax = 4096;

bool is_value_of(std::string_view type, std::string_view value) {
  if (type == "numeric") return berth::iam::parse_number(value).has_value();
  if (type == "boolean") return berth::iam::parse_truth(value).has_value();
  if (type == "ip") return berth::iam::parse_network(value).has_value();
  if (type == "binary") return berth::iam::parse_base64(value).has_value();
  if (type == "date") return berth::iam::parse_instant_ms(value).has_value();
  return true;
}

Result<void> add_entry(const aws::iam::ContextEntry& entry, berth::iam::ContextKeys& keys) {
  constexpr std::string_view kList = "List";
  const std::string name = entry.context_key_name.value_or("");
  if (name.empty()) return fail(invalid_input("A context entry has no name."));
  const auto values = entry.context_key_values.value_or(std::vector<std::string>());
  std::string_view type = entry.context_key_type ? std::string_view(*entry.context_key_type)
                                                 : std::string_view("string");
  const bool list = type.size() > kList.size() && type.substr(type.size() - kList.size()) == kList;
  if (list) type.remove_suffix(kList.size());
  if (!list && values.size() != 1) {
    return fail(
        invalid_input(fmt::format("Context key {} must have one value, not {}, to be of type {}.",
                                  name, values.size(), type)));
  }
  for (const std::string& value : values) {
    if (value.size() > kValueCharactersMax) {
      return fail(invalid_input(fmt::format(
          "A value of context key {} is longer than {} characters.", name, kValueCharactersMax)));
    }
    if (is_value_of(type, value)) continue;
    return fail(invalid_input(
        fmt::format("The value {} of context key {} is not of type {}.", value, name, type)));
  }
  if (list) {
    keys.set(name, values);
  } else {
    keys.set(name, values.front());
  }
  return {};
}

void set_default(berth::iam::ContextKeys& keys, const char* name, const std::string& value) {
  if (keys.find(name) == nullptr) keys.set(name, value);
}

}  // namespace

Result<berth::iam::ContextKeys> context_of_entries(
    const std::optional<std::vector<aws::iam::ContextEntry>>& entries) {
  berth::iam::ContextKeys keys;
  if (!entries) return keys;
  for (const aws::iam::ContextEntry& each : *entries) BERTH_TRY(add_entry(each, keys));
  return keys;
}

Result<void> set_targets(const std::vector<std::string>& actions,
                         const std::optional<std::vector<std::string>>& resources,
                         const std::optional<std::string>& handling, Simulation& simulation) {
  for (const std::string& action : actions) {
    const std::size_t colon = action.find(':');
    if (colon != std::string::npos && colon > 0 && colon + 1 < action.size()) continue;
    return fail(invalid_input(fmt::format("Invalid action name: {}", action)));
  }
  simulation.actions = actions;
  simulation.has_resources = resources && !resources->empty();
  simulation.resources = simulation.has_resources ? *resources : std::vector<std::string>{"*"};
  BERTH_TRY(check_resource_names(simulation.resources));
  if (!handling) return {};
  if (std::find(kScenarios.begin(), kScenarios.end(), *handling) != kScenarios.end()) return {};
  return fail(invalid_input(fmt::format("Invalid Resource Handling Option: {}", *handling)));
}

Result<void> set_caller(const Context& context, const std::optional<std::string>& caller,
                        Simulation& simulation) {
  Principal& principal = simulation.principal;
  principal.account = context.account.str();
  if (caller) {
    const auto name = parse_iam_arn(*caller);
    if (!name || (name->kind != "user" && name->kind != "role" && name->kind != "group")) {
      return fail(
          invalid_input("Invalid caller - Caller must be an IAM user, role or group in this "
                        "context."));
    }
    principal.arn = *caller;
    principal.identity_arn = *caller;
    principal.account = std::string(name->account);
    if (name->kind == "role") principal.kind = Principal::Kind::kRoleSession;
    set_default(simulation.context, "aws:PrincipalArn", *caller);
    if (name->kind == "user") {
      set_default(simulation.context, "aws:username", std::string(name->name));
    }
  }
  set_default(simulation.context, "aws:PrincipalAccount", principal.account);
  // AWS's simulator knows no unique ids: this is the word that it puts there.
  set_default(simulation.context, "aws:userid",
              caller ? *caller : std::string("STUB_PRINCIPAL_FOR_POLICY_SIMULATOR"));
  return {};
}

Result<void> set_owner(const std::optional<std::string>& owner, Simulation& simulation) {
  simulation.owner_account = simulation.principal.account;
  if (!owner) return {};
  const auto arn = berth::iam::split_arn(*owner);
  const auto& [prefix, partition, service, region, account, resource] = arn.fields;
  if (!arn.valid || service != "iam" || !is_account_number(account) || resource.empty()) {
    return fail(invalid_input(fmt::format("'{}' is not a valid as a Resource Owner.", *owner)));
  }
  simulation.owner_account = std::string(account);
  return {};
}

Result<void> set_boundary(const std::optional<std::vector<std::string>>& documents,
                          Simulation& simulation) {
  BERTH_ASSIGN(auto boundaries, policies_of_input(documents, "PermissionsBoundaryPolicyInputList"));
  if (boundaries.empty()) return {};
  if (boundaries.size() > 1) {
    return fail(invalid_input("Only one permissions boundary can be simulated."));
  }
  simulation.boundary = std::move(boundaries.front());
  return {};
}

Result<void> set_resource_policy(const std::optional<std::string>& document,
                                 Simulation& simulation) {
  if (!document) return {};
  const auto caller = parse_iam_arn(simulation.principal.arn);
  if (simulation.principal.arn.empty()) {
    return fail(invalid_input("Invalid caller - Caller cannot be null or empty."));
  }
  if (!caller || caller->kind != "user") {
    return fail(invalid_input("Invalid caller - Caller must be an IAM user in this context."));
  }
  if (simulation.resources.front() == "*") {
    return fail(
        invalid_input("Invalid Entity Arn: * does not clearly define entity type and name."));
  }
  auto policy = berth::iam::parse_policy(*document, berth::iam::PolicyKind::kResource);
  if (!policy) return fail(invalid_input(policy.error().message));
  simulation.resource_policy =
      SourcedPolicy{{std::move(*policy), "ResourcePolicy", false}, *document};
  return {};
}

}  // namespace berth::services::iam
