// See session_policies.h.
#include "services/session_policies.h"

#include <fmt/format.h>

#include "iam/managed_policies.h"
#include "iam/policy.h"
#include "store/iam/policies.h"

namespace berth::services {

bool is_policy_arn(std::string_view policy) {
  return policy.substr(0, 4) == "arn:";
}

Result<void> check_session_document(const std::string& document) {
  BERTH_TRY(iam::accept_policy(document, iam::PolicyKind::kIdentity));
  return {};
}

Result<void> check_session_policy_arn(store::Transaction& tx, const std::string& arn) {
  const bool found = is_policy_arn(arn) && (iam::managed_policy(arn) != nullptr ||
                                            store::find_policy(tx, arn).has_value());
  if (found) return {};
  return fail(
      client_fault("MalformedPolicyDocument", fmt::format("The policy {} does not exist.", arn)));
}

}  // namespace berth::services
