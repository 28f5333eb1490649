// ecs:DiscoverPollEndpoint: where an agent opens its channels. It appends "/ws" itself; the query
// tells the command channel (clusterArn) from telemetry (cluster).
#include "services/ecs/operations.h"

namespace berth::services::ecs {

Result<aws::ecs::DiscoverPollEndpointResponse> discover_poll_endpoint(
    Context& context, const aws::ecs::DiscoverPollEndpointRequest&) {
  // Where the agent itself came to: what Berth listens on may be a wildcard, or behind a proxy.
  const Caller& agent = context.caller;
  std::string endpoint = (agent.secure_transport ? "https://" : "http://") + agent.host;
  if (agent.host.empty()) endpoint = context.settings.endpoint;
  if (!endpoint.ends_with('/')) endpoint += '/';
  aws::ecs::DiscoverPollEndpointResponse response;
  response.endpoint = endpoint;
  response.telemetry_endpoint = endpoint;
  response.service_connect_endpoint = endpoint;
  return response;
}

}  // namespace berth::services::ecs
