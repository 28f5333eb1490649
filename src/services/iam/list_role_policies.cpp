// iam:ListRolePolicies: the names of the inline policies of a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"
#include "store/iam/policies.h"

namespace berth::services::iam {

Result<aws::iam::ListRolePoliciesResponse> list_role_policies(
    Context& context, const aws::iam::ListRolePoliciesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  auto policies = store::list_inline_policies(context.tx, role.id, page.after, page.wanted());
  aws::iam::ListRolePoliciesResponse response;
  cut_page(page, policies, response, [](const auto& each) { return each.name; });
  auto& shown = response.policy_names.emplace();
  for (const auto& each : policies) shown.push_back(each.name);
  return response;
}

}  // namespace berth::services::iam
