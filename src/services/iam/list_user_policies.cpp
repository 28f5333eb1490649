// iam:ListUserPolicies: the names of the inline policies of a user.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"
#include "store/iam/policies.h"

namespace berth::services::iam {

Result<aws::iam::ListUserPoliciesResponse> list_user_policies(
    Context& context, const aws::iam::ListUserPoliciesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  auto policies = store::list_inline_policies(context.tx, user.id, page.after, page.wanted());
  aws::iam::ListUserPoliciesResponse response;
  cut_page(page, policies, response, [](const auto& each) { return each.name; });
  auto& shown = response.policy_names.emplace();
  for (const auto& each : policies) shown.push_back(each.name);
  return response;
}

}  // namespace berth::services::iam
