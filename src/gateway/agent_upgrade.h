// The upgrade request that opens an agent's channel: signed like any call, answered by a WebSocket.
#pragma once

#include "base/result.h"
#include "gateway/call.h"
#include "gateway/gateway.h"

namespace berth::gateway {

/// True for `GET /ws` with an upgrade to a WebSocket.
bool is_agent_upgrade(const net::HttpRequest& request);

/// Authenticates the request, asks whether the caller may poll (ecs:Poll,
/// ecs:StartTelemetrySession) and opens the channel.
Result<net::WebSocketUpgrade> open_agent_channel(GatewayParts& parts, Call& call);

}  // namespace berth::gateway
