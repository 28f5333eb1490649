// The one operation that comes without a signature: sts:AssumeRoleWithWebIdentity. A token of an
// identity provider stands for it.
#pragma once

#include "base/result.h"
#include "gateway/call.h"
#include "gateway/gateway.h"
#include "gateway/provider_keys.h"

namespace berth::gateway {

/// Is it the operation that `identify` has found? What signature it may carry does not count.
bool carries_web_identity(const Call& call);

/// Its stages from after `identify` to `authorise`. Host and Origin are checked as those of the
/// unsigned routes are, and Host may also be one of STS's own names, which no page can be served
/// under: AccessDenied. Then the token: InvalidIdentityToken, ExpiredTokenException,
/// IDPCommunicationError. Whether the role trusts its bearer is for `authorise`.
net::Task<Result<void>> run_web_identity_stages(GatewayParts& parts, ProviderKeys& keys,
                                                Call& call);

}  // namespace berth::gateway
