// iam:GetContextKeysForCustomPolicy: the condition keys that policies given as texts mention.
#include "iam/matches.h"
#include "services/iam/operations.h"
#include "services/iam/policy_sources.h"

namespace berth::services::iam {

Result<aws::iam::GetContextKeysForPolicyResponse> get_context_keys_for_custom_policy(
    Context&, const aws::iam::GetContextKeysForCustomPolicyRequest& request) {
  BERTH_ASSIGN(const auto policies,
               policies_of_input(request.policy_input_list, "PolicyInputList"));
  berth::iam::KeyNames keys;
  for (const SourcedPolicy& each : policies) berth::iam::collect_keys(*each.attached.policy, keys);
  aws::iam::GetContextKeysForPolicyResponse response;
  response.context_key_names = keys.list();
  return response;
}

}  // namespace berth::services::iam
