// logs:DeleteResourcePolicy.
#include "services/logs/operations.h"
#include "store/logs/resource_policies.h"

namespace berth::services::logs {

Result<aws::Empty> delete_resource_policy(Context& context,
                                          const aws::logs::DeleteResourcePolicyRequest& request) {
  const std::string name = request.policy_name.value_or("");
  if (!store::delete_log_resource_policy(context.tx, context.region.str(), name)) {
    return fail(client_fault("ResourceNotFoundException",
                             "Policy with name [" + name + "] does not exist."));
  }
  return aws::Empty{};
}

}  // namespace berth::services::logs
