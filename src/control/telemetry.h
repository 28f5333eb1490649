// An agent's telemetry channel (TCS): its measurements are acknowledged, as its protocol asks.
#pragma once

#include "net/asio.h"
#include "net/web_socket.h"

namespace berth::control {

/// Answers each publication with its acknowledgement until the channel closes, with a heartbeat
/// now and then. Measurements are not kept: there is no API of Berth's that shows them.
net::Task<void> serve_telemetry(net::WebSocket socket);

}  // namespace berth::control
