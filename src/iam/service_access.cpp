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

}  // namespace berth::iam
