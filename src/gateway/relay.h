// What an agent's relay says of the request that it hands on for a task.
#pragma once

#include "base/result.h"
#include "gateway/call.h"
#include "gateway/gateway.h"

namespace berth::gateway {

/// Where the request carries a relay's assertion: verifies that the principal that registered the
/// named container instance made it, and takes the client's address from it. A request without one
/// is left as it is. Fault "SignatureDoesNotMatch" or the credential finder's.
Result<void> take_relay_assertion(GatewayParts& parts, Call& call);

}  // namespace berth::gateway
