// What sessions that users make of themselves cannot call at all, whatever the policies say.
#pragma once

#include "base/result.h"
#include "gateway/call.h"

namespace berth::gateway {

/// Sessions of GetSessionToken reach IAM only with a second factor, and of STS AssumeRole and
/// GetCallerIdentity; federated users reach nothing of IAM, and of STS GetCallerIdentity. IAM
/// answers InvalidClientTokenId, STS AccessDenied (both 403). "Compare AWS STS credentials" of the
/// IAM User Guide.
Result<void> check_session_reach(const Call& call);

}  // namespace berth::gateway
