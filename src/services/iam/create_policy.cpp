// iam:CreatePolicy: a managed policy of the account, in version v1.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/documents.h"
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/quotas.h"
#include "services/iam/tags.h"
#include "store/iam/counts.h"

namespace berth::services::iam {

Result<aws::iam::CreatePolicyResponse> create_policy(Context& context,
                                                     const aws::iam::CreatePolicyRequest& request) {
  BERTH_TRY(check_tags(request.tags, KeyCase::kDistinct));
  BERTH_TRY(check_managed_policy(*request.policy_document));
  store::PolicyRecord policy;
  policy.id = new_unique_id(context.random, "ANPA");
  policy.name = *request.policy_name;
  policy.path = request.path.value_or("/");
  policy.arn = iam_arn(context.account, "policy", policy.path, policy.name);
  policy.description = request.description;
  policy.created_at_ms = to_epoch_ms(context.now);
  policy.updated_at_ms = policy.created_at_ms;
  if (!store::insert_policy(context.tx, policy)) {
    return fail(entity_already_exists(
        fmt::format("A policy called {} already exists. Duplicate names are not "
                    "allowed.",
                    policy.name)));
  }
  BERTH_TRY(check_quota(kPoliciesPerAccount, store::count_policies(context.tx)));
  store::insert_policy_version(context.tx, policy.arn,
                               {1, *request.policy_document, policy.created_at_ms});
  BERTH_TRY(put_tags(context, policy.id, request.tags));
  aws::iam::CreatePolicyResponse response;
  response.policy = shown_policy(context, policy);
  response.policy->description.reset();  // does not come with this answer
  if (response.policy->tags) response.policy->tags = request.tags;
  return response;
}

}  // namespace berth::services::iam
