// iam:GetGroupPolicy: an inline policy of a group, URL-encoded.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::iam::GetGroupPolicyResponse> get_group_policy(
    Context& context, const aws::iam::GetGroupPolicyRequest& request) {
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  BERTH_ASSIGN(const std::string document,
               owner_policy(context, owner_of(group), *request.policy_name));
  aws::iam::GetGroupPolicyResponse response;
  response.group_name = group.name;
  response.policy_name = request.policy_name;
  response.policy_document = encoded_document(document);
  return response;
}

}  // namespace berth::services::iam
