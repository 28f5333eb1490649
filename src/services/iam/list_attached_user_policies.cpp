// iam:ListAttachedUserPolicies: the managed policies that a user has.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListAttachedUserPoliciesResponse> list_attached_user_policies(
    Context& context, const aws::iam::ListAttachedUserPoliciesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  aws::iam::ListAttachedUserPoliciesResponse response;
  auto attached = attached_policies(context, owner_of(user), request.path_prefix.value_or("/"));
  std::erase_if(attached, [&page](const auto& each) { return *each.policy_arn <= page.after; });
  cut_page(page, attached, response, [](const auto& each) { return *each.policy_arn; });
  response.attached_policies = std::move(attached);
  return response;
}

}  // namespace berth::services::iam
