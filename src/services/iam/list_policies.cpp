// iam:ListPolicies: the managed policies: the account's own by name, then AWS's by ARN.
#include "iam/managed_policies.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {
namespace {

bool wanted(const aws::iam::ListPoliciesRequest& request, const aws::iam::Policy& policy) {
  if (request.only_attached.value_or(false) && *policy.attachment_count == 0) return false;
  const std::string usage = request.policy_usage_filter.value_or("");
  if (usage == "PermissionsPolicy") return *policy.attachment_count > 0;
  if (usage == "PermissionsBoundary") return *policy.permissions_boundary_usage_count > 0;
  return true;
}

bool is_full(const Page& page, const std::vector<aws::iam::Policy>& policies) {
  return policies.size() >= static_cast<std::size_t>(page.wanted());
}

void add_own(Context& context, const aws::iam::ListPoliciesRequest& request,
             const std::string& path, const Page& page, std::vector<aws::iam::Policy>& policies) {
  std::string after = page.after;
  while (!is_full(page, policies)) {
    const auto records = store::list_policies(context.tx, path, after, page.wanted());
    for (const store::PolicyRecord& record : records) {
      after = record.name;
      auto shown = shown_policy(context, record);
      shown.description.reset();  // lists leave both out
      shown.tags.reset();
      if (wanted(request, shown) && !is_full(page, policies)) policies.push_back(std::move(shown));
    }
    if (static_cast<int>(records.size()) < page.wanted()) return;
  }
}

void add_aws(Context& context, const aws::iam::ListPoliciesRequest& request,
             const std::string& path, const Page& page, std::vector<aws::iam::Policy>& policies) {
  for (const std::string& arn : berth::iam::managed_policy_arns()) {
    if (is_full(page, policies)) return;
    if (is_aws_managed(page.after) && arn <= page.after) continue;
    auto shown = shown_aws_policy(context, arn);
    if (shown.path->compare(0, path.size(), path) != 0) continue;
    if (wanted(request, shown)) policies.push_back(std::move(shown));
  }
}

}  // namespace

Result<aws::iam::ListPoliciesResponse> list_policies(Context& context,
                                                     const aws::iam::ListPoliciesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  const std::string scope = request.scope.value_or("All");
  const std::string path = request.path_prefix.value_or("/");
  std::vector<aws::iam::Policy> policies;
  if (scope != "AWS" && !is_aws_managed(page.after))
    add_own(context, request, path, page, policies);
  if (scope != "Local") add_aws(context, request, path, page, policies);
  aws::iam::ListPoliciesResponse response;
  cut_page(page, policies, response, [](const auto& policy) {
    return is_aws_managed(*policy.arn) ? *policy.arn : *policy.policy_name;
  });
  response.policies = std::move(policies);
  return response;
}

}  // namespace berth::services::iam
