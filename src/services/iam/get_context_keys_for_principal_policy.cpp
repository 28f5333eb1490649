// iam:GetContextKeysForPrincipalPolicy: the condition keys that the policies of a user or role, and
// others given as texts, mention.
#include "iam/matches.h"
#include "services/iam/operations.h"
#include "services/iam/policy_sources.h"

namespace berth::services::iam {

Result<aws::iam::GetContextKeysForPolicyResponse> get_context_keys_for_principal_policy(
    Context& context, const aws::iam::GetContextKeysForPrincipalPolicyRequest& request) {
  BERTH_ASSIGN(const PolicySource source,
               require_policy_source(context, *request.policy_source_arn));
  BERTH_ASSIGN(const auto others, policies_of_input(request.policy_input_list, "PolicyInputList"));
  berth::iam::KeyNames keys;
  for (const auto* const policies : {&source.policies, &others}) {
    for (const SourcedPolicy& each : *policies) {
      berth::iam::collect_keys(*each.attached.policy, keys);
    }
  }
  aws::iam::GetContextKeysForPolicyResponse response;
  response.context_key_names = keys.list();
  return response;
}

}  // namespace berth::services::iam
