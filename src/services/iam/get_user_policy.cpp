// iam:GetUserPolicy: an inline policy of a user, URL-encoded.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"

namespace berth::services::iam {

Result<aws::iam::GetUserPolicyResponse> get_user_policy(
    Context& context, const aws::iam::GetUserPolicyRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(const std::string document,
               owner_policy(context, owner_of(user), *request.policy_name));
  aws::iam::GetUserPolicyResponse response;
  response.user_name = user.name;
  response.policy_name = request.policy_name;
  response.policy_document = encoded_document(document);
  return response;
}

}  // namespace berth::services::iam
