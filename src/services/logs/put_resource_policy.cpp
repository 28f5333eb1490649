// logs:PutResourcePolicy: of the whole region; those of single log groups are refused.
#include <algorithm>

#include "aws/json_tree.h"
#include "services/logs/operations.h"
#include "store/logs/resource_policies.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kResourcePoliciesMax = 10;

Fault bad_policy(const std::string& why) {
  return client_fault("InvalidParameterException", why);
}

Result<void> check_policy(const aws::logs::PutResourcePolicyRequest& request) {
  if (request.resource_arn || request.expected_revision_id) {
    return fail(
        bad_policy("Policies of single resources are not supported: leave out resourceArn "
                   "and expectedRevisionId."));
  }
  if (!request.policy_name || !request.policy_document) {
    return fail(bad_policy("policyName and policyDocument must be specified."));
  }
  const auto json = aws::parse_json(*request.policy_document);
  if (json && json->is_object() && json->find("Statement") != nullptr) return {};
  return fail(bad_policy("The policy document is not valid."));
}

}  // namespace

Result<aws::logs::PutResourcePolicyResponse> put_resource_policy(
    Context& context, const aws::logs::PutResourcePolicyRequest& request) {
  BERTH_TRY(check_policy(request));
  const auto kept = store::list_log_resource_policies(context.tx, context.region.str());
  const bool is_there = std::any_of(kept.begin(), kept.end(), [&request](const auto& policy) {
    return policy.name == *request.policy_name;
  });
  if (!is_there && kept.size() >= kResourcePoliciesMax) {
    return fail(client_fault("LimitExceededException", "Resource limit exceeded."));
  }
  const store::LogResourcePolicy policy{context.region.str(), *request.policy_name,
                                        *request.policy_document, to_epoch_ms(context.now)};
  store::put_log_resource_policy(context.tx, policy);
  aws::logs::PutResourcePolicyResponse response;
  aws::logs::ResourcePolicy& out = response.resource_policy.emplace();
  out.policy_name = policy.name;
  out.policy_document = policy.document;
  out.last_updated_time = policy.updated_at_ms;
  out.policy_scope = "ACCOUNT";
  return response;
}

}  // namespace berth::services::logs
