// iam:SimulatePrincipalPolicy: what the policies of a user or role would decide, with others beside
// them.
#include <iterator>

#include "services/iam/operations.h"
#include "services/iam/simulation.h"

namespace berth::services::iam {

Result<aws::iam::SimulatePolicyResponse> simulate_principal_policy(
    Context& context, const aws::iam::SimulatePrincipalPolicyRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(PolicySource source, require_policy_source(context, *request.policy_source_arn));
  Simulation simulation;
  simulation.identity = std::move(source.policies);
  simulation.boundary = std::move(source.boundary);
  BERTH_ASSIGN(auto others, policies_of_input(request.policy_input_list, "PolicyInputList"));
  std::move(others.begin(), others.end(), std::back_inserter(simulation.identity));
  const auto caller = request.caller_arn ? request.caller_arn : std::optional(source.arn);
  BERTH_TRY(fill_simulation(context, request, caller, simulation));
  return run_simulation(simulation, page);
}

}  // namespace berth::services::iam
