// Resources, conditions and what denies are left out, as AWS leaves them out.
#include "iam/service_access.h"

#include <algorithm>

#include "iam/compiled.h"
#include "iam/text.h"

namespace berth::iam {

bool grants_service_access(const Policy& policy, std::string_view service) {
  const std::string wanted = lower(service);
  const auto& statements = policy.compiled().statements;
  return std::any_of(statements.begin(), statements.end(), [&wanted](const auto& statement) {
    return statement.allows && statement.actions.touches(wanted);
  });
}

bool grants_action(const Policy& policy, std::string_view action) {
  const std::string wanted = lower(action);
  const std::size_t colon = wanted.find(':');
  if (colon == std::string::npos) return false;
  const std::string_view service = std::string_view(wanted).substr(0, colon);
  const std::string_view name = std::string_view(wanted).substr(colon + 1);
  const auto& statements = policy.compiled().statements;
  return std::any_of(statements.begin(), statements.end(), [&](const auto& statement) {
    return statement.allows && statement.actions.matches(service, name);
  });
}

}  // namespace berth::iam
