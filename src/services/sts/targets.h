// What who asks for a session must be allowed, by the role's trust policy and by its own.
#pragma once

#include "aws/models/sts.h"
#include "services/context.h"
#include "services/operation.h"

namespace berth::services::sts {

/// sts:AssumeRole on the role; sts:TagSession with session tags, sts:SetSourceIdentity with a
/// source identity, those that the caller's own session hands on included.
Result<Targets> on_role_to_assume(Context& context, const aws::sts::AssumeRoleRequest& request);
/// sts:AssumeRoleWithWebIdentity and the other two, with what the token says under the names of
/// its issuer. InvalidIdentityToken where the token names roles and this is none of them.
Result<Targets> on_role_with_web_identity(
    Context& context, const aws::sts::AssumeRoleWithWebIdentityRequest& request);
/// sts:GetFederationToken on the federated user, sts:TagSession with session tags.
Result<Targets> on_federated_user(Context& context,
                                  const aws::sts::GetFederationTokenRequest& request);

}  // namespace berth::services::sts
