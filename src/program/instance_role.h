// What `berth up` asks of its own control plane, by the operations that any client would call.
#pragma once

#include <string>

#include "base/result.h"
#include "services/context.h"

namespace berth::program {

/// As which the agent of `berth up` signs; its instance profile has the same name.
inline constexpr const char* kInstanceRole = "ecsInstanceRole";

std::string instance_role_arn(const std::string& account_id);

/// Makes the role with AmazonEC2ContainerServiceforEC2Role and its instance profile, unless it is
/// there. Faults as IAM answers them.
Result<void> make_instance_role(services::Context& context);

/// Asks for the stop of every task of one container instance of the cluster `default` in the
/// context's region.
Result<void> stop_tasks_of(services::Context& context, const std::string& container_instance_arn);

}  // namespace berth::program
