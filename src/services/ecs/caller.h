// Who calls, as far as ECS keeps it: who registered a definition or an instance.
#pragma once

#include <string>

#include "base/result.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// The caller's ARN, of the session where it is one.
std::string caller_arn(const Context& context);

/// The ARN of the user, of the session's role, or of the root: whose account settings hold.
std::string caller_owner_arn(const Context& context);

/// The unique id of the user or of the session's role, or the account's number for its root: the
/// same for every session of a role, so that an agent keeps it when its credentials change.
std::string caller_identity(const Context& context);

/// True where the role or user that registered the instance was deleted: another may then take it
/// over by registering it again.
bool registrant_is_gone(const Context& context, const store::ContainerInstanceRecord& instance);

/// Is the caller the one that registered the instance? AccessDeniedException on `resource`.
Result<void> require_registrant(const Context& context,
                                const store::ContainerInstanceRecord& instance,
                                const std::string& action, const std::string& resource);

}  // namespace berth::services::ecs
