// iam:ListAttachedRolePolicies: the managed policies that a role has.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListAttachedRolePoliciesResponse> list_attached_role_policies(
    Context& context, const aws::iam::ListAttachedRolePoliciesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  aws::iam::ListAttachedRolePoliciesResponse response;
  auto attached = attached_policies(context, owner_of(role), request.path_prefix.value_or("/"));
  std::erase_if(attached, [&page](const auto& each) { return *each.policy_arn <= page.after; });
  cut_page(page, attached, response, [](const auto& each) { return *each.policy_arn; });
  response.attached_policies = std::move(attached);
  return response;
}

}  // namespace berth::services::iam
