// See session_policies.h.
#include "services/session_policies.h"

#include <fmt/format.h>

#include "iam/managed_policies.h"
#include "iam/policy.h"
#include "store/iam/policies.h"

namespace berth::services {

bool is_policy_arn(std::string_view policy) {
  return policy.substr(0, 4) == "arn:";
}

Result<void> check_session_policies(store::Transaction& tx,
                                    const std::vector<std::string>& policies) {
  for (const std::string& policy : policies) {
    if (!is_policy_arn(policy)) {
      BERTH_TRY(iam::accept_policy(policy, iam::PolicyKind::kIdentity));
      continue;
    }
    if (iam::managed_policy(policy) != nullptr || store::find_policy(tx, policy)) continue;
    return fail(client_fault("MalformedPolicyDocument",
                             fmt::format("The policy {} does not exist.", policy)));
  }
  return {};
}

}  // namespace berth::services
