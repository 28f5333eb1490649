// What the caller of AssumeRole must be allowed, by the role's trust policy and by its own.
#pragma once

#include "aws/models/sts.h"
#include "services/context.h"
#include "services/operation.h"

namespace berth::services::sts {

/// sts:AssumeRole on the role; sts:TagSession with session tags, sts:SetSourceIdentity with a
/// source identity, those that the caller's own session hands on included.
Result<Targets> on_role_to_assume(Context& context, const aws::sts::AssumeRoleRequest& request);

}  // namespace berth::services::sts
