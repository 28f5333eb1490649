// iam:CreatePolicyVersion: another text of a managed policy, in force or not yet.
#include <iterator>

#include "services/iam/documents.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/quotas.h"

namespace berth::services::iam {

Result<aws::iam::CreatePolicyVersionResponse> create_policy_version(
    Context& context, const aws::iam::CreatePolicyVersionRequest& request) {
  BERTH_ASSIGN(store::PolicyRecord policy, require_own_policy(context, *request.policy_arn));
  BERTH_TRY(check_managed_policy(*request.policy_document));
  if (std::ssize(store::list_policy_versions(context.tx, policy.arn)) >= kVersionsPerPolicyMax) {
    return fail(
        Fault{"LimitExceeded",
              "A managed policy can have up to 5 versions. Before you create a new version, "
              "you must delete an existing version.",
              409,
              {}});
  }
  policy.latest_version += 1;
  policy.updated_at_ms = to_epoch_ms(context.now);
  if (request.set_as_default.value_or(false)) policy.default_version = policy.latest_version;
  const store::PolicyVersionRecord version{policy.latest_version, *request.policy_document,
                                           policy.updated_at_ms};
  store::insert_policy_version(context.tx, policy.arn, version);
  store::update_policy(context.tx, policy);
  aws::iam::CreatePolicyVersionResponse response;
  response.policy_version = shown_version(policy, version, false);
  return response;
}

}  // namespace berth::services::iam
