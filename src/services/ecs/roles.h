// The roles that go with tasks: are they there, may the caller pass them, may ECS assume them?
#pragma once

#include <string>

#include "base/result.h"
#include "services/context.h"

namespace berth::services::ecs {

/// The ARN of the role that `role` names: a name, a path with a name, or a whole ARN.
/// ClientException "Role is not valid" where there is no such role in this account.
Result<std::string> role_arn_of(Context& context, const std::string& role);

/// May the caller hand the role to tasks (iam:PassRole with iam:PassedToService)?
/// AccessDeniedException.
Result<void> require_pass_role(Context& context, const std::string& role_arn);

/// May ecs-tasks.amazonaws.com assume it? ClientException "ECS was unable to assume the role …".
Result<void> require_assumable(Context& context, const std::string& role_arn);

}  // namespace berth::services::ecs
