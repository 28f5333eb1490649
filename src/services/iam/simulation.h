// What SimulateCustomPolicy and SimulatePrincipalPolicy have in common: from policies and made-up
// circumstances to results.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "iam/request.h"
#include "services/iam/paging.h"
#include "services/iam/policy_sources.h"

namespace berth::services::iam {

/// A simulation, checked: every action is decided on every resource.
struct Simulation {
  std::vector<std::string> actions;
  std::vector<std::string> resources;  ///< "*" alone where the request names none
  bool has_resources = false;          ///< the request names them
  std::vector<SourcedPolicy> identity;
  std::optional<SourcedPolicy> boundary;
  std::optional<SourcedPolicy> resource_policy;
  berth::iam::Principal principal;
  std::string owner_account;  ///< of resources whose ARNs name no account
  berth::iam::ContextKeys context;
};

/// The entries of a request as keys. InvalidInput where a value is not of its type.
Result<berth::iam::ContextKeys> context_of_entries(
    const std::optional<std::vector<aws::iam::ContextEntry>>& entries);

/// The page of `simulation` that a request asks for: one result an action.
Result<aws::iam::SimulatePolicyResponse> run_simulation(const Simulation& simulation,
                                                        const Page& page);

/// The caller of a simulation: the ARN of `caller`, or none.
Result<void> set_caller(const Context& context, const std::optional<std::string>& caller,
                        Simulation& simulation);

/// Fills what both requests have but the policies: actions, resources, owner, caller, context.
/// `caller`: CallerArn, or the user whose policies are simulated.
template <class Request>
Result<void> fill_simulation(const Context& context, const Request& request,
                             const std::optional<std::string>& caller, Simulation& simulation);

Result<void> set_targets(const std::vector<std::string>& actions,
                         const std::optional<std::vector<std::string>>& resources,
                         const std::optional<std::string>& handling, Simulation& simulation);
Result<void> set_owner(const std::optional<std::string>& owner, Simulation& simulation);
/// InvalidInput where the principal is not one whom a resource's policy could name.
Result<void> set_resource_policy(const std::optional<std::string>& document,
                                 Simulation& simulation);
/// A boundary that the request brings takes the place of the entity's own.
Result<void> set_boundary(const std::optional<std::vector<std::string>>& documents,
                          Simulation& simulation);

template <class Request>
Result<void> fill_simulation(const Context& context, const Request& request,
                             const std::optional<std::string>& caller, Simulation& simulation) {
  BERTH_TRY(set_targets(*request.action_names, request.resource_arns,
                        request.resource_handling_option, simulation));
  BERTH_ASSIGN(simulation.context, context_of_entries(request.context_entries));
  BERTH_TRY(set_caller(context, caller, simulation));
  BERTH_TRY(set_owner(request.resource_owner, simulation));
  BERTH_TRY(set_boundary(request.permissions_boundary_policy_input_list, simulation));
  return set_resource_policy(request.resource_policy, simulation);
}

}  // namespace berth::services::iam
