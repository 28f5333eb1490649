// What the gateway hands an agent's websocket on to, once it is authenticated and authorised.
#pragma once

#include <string>

#include "base/result.h"
#include "net/http_server.h"
#include "services/caller.h"

namespace berth::gateway {

/// The query of an agent's upgrade request (agent protocol: ACS and TCS), decoded.
struct AgentConnection {
  bool telemetry = false;  ///< TCS rather than ACS
  std::string region;
  std::string cluster;
  std::string container_instance;
  bool send_credentials = false;
  std::string agent_version;
  int protocol_version = 1;  ///< from 2 on the agent acknowledges heartbeats
};

/// Implemented by control/: the gateway must not know it.
class AgentChannel {
 public:
  virtual ~AgentChannel() = default;
  /// Serves the connection. Faults are answered instead of the upgrade: InactiveInstanceException,
  /// InvalidInstanceException, InvalidClusterException.
  virtual Result<net::WebSocketUpgrade> open(const services::Caller& caller,
                                             const AgentConnection& connection) = 0;
};

}  // namespace berth::gateway
