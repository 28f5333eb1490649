// iam:SimulateCustomPolicy: what policies given as texts would decide.
#include "services/iam/operations.h"
#include "services/iam/simulation.h"

namespace berth::services::iam {

Result<aws::iam::SimulatePolicyResponse> simulate_custom_policy(
    Context& context, const aws::iam::SimulateCustomPolicyRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  Simulation simulation;
  BERTH_ASSIGN(simulation.identity,
               policies_of_input(request.policy_input_list, "PolicyInputList"));
  BERTH_TRY(fill_simulation(context, request, request.caller_arn, simulation));
  return run_simulation(simulation, page);
}

}  // namespace berth::services::iam
