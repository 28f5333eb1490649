// Where requests' documents meet the policy engine's parser.
#include "services/iam/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "iam/policy.h"
#include "services/iam/quotas.h"
#include "services/trust_policies.h"

namespace berth::services::iam {
namespace {

std::int64_t size_of(std::string_view document) {
  return static_cast<std::int64_t>(characters_that_count(document));
}

}  // namespace

std::size_t characters_that_count(std::string_view document) {
  return static_cast<std::size_t>(std::count_if(document.begin(), document.end(), [](char c) {
    return c != ' ' && c != '\t' && c != '\n' && c != '\r';
  }));
}

Result<void> check_identity_policy(const std::string& document) {
  BERTH_TRY(berth::iam::accept_policy(document, berth::iam::PolicyKind::kIdentity));
  return {};
}

Result<void> check_managed_policy(const std::string& document) {
  BERTH_TRY(berth::iam::accept_policy(document, berth::iam::PolicyKind::kIdentity,
                                      berth::iam::Versions::kOnly2012));
  return check_quota(kPolicySize, size_of(document));
}

Result<std::string> accepted_trust_policy(Context& context, const std::string& document) {
  BERTH_TRY(berth::iam::accept_policy(document, berth::iam::PolicyKind::kTrust));
  BERTH_TRY(check_quota(kTrustPolicySize, size_of(document)));
  BERTH_TRY(check_service_principals(document));
  return pinned_trust_policy(context.tx, context.account, document);
}

}  // namespace berth::services::iam
