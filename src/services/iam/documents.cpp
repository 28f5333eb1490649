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
