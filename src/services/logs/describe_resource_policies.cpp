// logs:DescribeResourcePolicies: of the region, by name. None is of a single resource.
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "store/logs/resource_policies.h"

namespace berth::services::logs {

Result<aws::logs::DescribeResourcePoliciesResponse> describe_resource_policies(
    Context& context, const aws::logs::DescribeResourcePoliciesRequest& request) {
  BERTH_ASSIGN(const std::string after, position_in(request.next_token));
  const auto name_of = [](const store::LogResourcePolicy& policy) { return policy.name; };
  auto policies = store::list_log_resource_policies(context.tx, context.region.str());
  drop_up_to(policies, after, name_of);
  if (request.resource_arn || request.policy_scope == "RESOURCE") policies.clear();
  aws::logs::DescribeResourcePoliciesResponse response;
  cut_to_page(policies, request.limit.value_or(kListedAtOnce), response.next_token, name_of);
  auto& shown = response.resource_policies.emplace();
  for (const auto& policy : policies) {
    aws::logs::ResourcePolicy& out = shown.emplace_back();
    out.policy_name = policy.name;
    out.policy_document = policy.document;
    out.last_updated_time = policy.updated_at_ms;
    out.policy_scope = "ACCOUNT";
  }
  return response;
}

}  // namespace berth::services::logs
