// Where requests' documents meet the policy engine's parser.
#include "services/iam/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "iam/policy.h"
#include "services/trust_policies.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kManagedCharactersMax = 6144;
constexpr std::size_t kTrustCharactersMax = 2048;

Fault over_quota(std::string message) {
  return Fault{"LimitExceeded", std::move(message), 409, {}};
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
  if (characters_that_count(document) <= kManagedCharactersMax) return {};
  return fail(
      over_quota(fmt::format("Cannot exceed quota for PolicySize: {}", kManagedCharactersMax)));
}

Result<std::string> accepted_trust_policy(Context& context, const std::string& document) {
  BERTH_TRY(berth::iam::accept_policy(document, berth::iam::PolicyKind::kTrust));
  if (characters_that_count(document) > kTrustCharactersMax) {
    return fail(
        over_quota(fmt::format("Cannot exceed quota for ACLSizePerRole: {}", kTrustCharactersMax)));
  }
  return pinned_trust_policy(context.tx, context.account, document);
}

}  // namespace berth::services::iam
