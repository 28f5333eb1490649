// Which services and actions a policy opens at all: what ListPoliciesGrantingServiceAccess and
// GenerateServiceLastAccessedDetails ask.
#pragma once

#include <string_view>

#include "iam/policy.h"

namespace berth::iam {

/// Does a statement of the policy allow any action of `service` ("ecs", whatever the case), on any
/// resource and under any condition?
bool grants_service_access(const Policy& policy, std::string_view service);

/// The same of one action: "ecs:RunTask", whatever the case.
bool grants_action(const Policy& policy, std::string_view action);

}  // namespace berth::iam
