// ACS and TCS share a path: the parameter that names the container instance tells them apart.
#include "gateway/agent_upgrade.h"

#include <charconv>

#include <fmt/format.h>

#include "gateway/stages.h"

namespace berth::gateway {
namespace {

std::string text_of(const aws::QueryParams& params, std::string_view name) {
  return std::string(params.find(name).value_or(""));
}

AgentConnection connection_of(const aws::QueryParams& params, const Region& region) {
  AgentConnection connection;
  connection.region = region.str();
  connection.agent_version = text_of(params, "agentVersion");
  const std::string protocol = text_of(params, "protocolVersion");
  std::from_chars(protocol.data(), protocol.data() + protocol.size(), connection.protocol_version);
  connection.container_instance = text_of(params, "containerInstanceArn");
  if (!connection.container_instance.empty()) {
    connection.cluster = text_of(params, "clusterArn");
    connection.send_credentials = text_of(params, "sendCredentials") == "true";
    return connection;
  }
  connection.telemetry = true;
  connection.cluster = text_of(params, "cluster");
  connection.container_instance = text_of(params, "containerInstance");
  return connection;
}

bool contains_token(std::string_view list, std::string_view token) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::string folded;
  for (const char c : list) folded += lower(c);
  return folded.find(token) != std::string::npos;
}

}  // namespace

bool is_agent_upgrade(const net::HttpRequest& request) {
  const std::string_view target = request.target;
  return request.method == "GET" && target.substr(0, target.find('?')) == "/ws" &&
         contains_token(request.header("upgrade").value_or(""), "websocket");
}

Result<net::WebSocketUpgrade> open_agent_channel(GatewayParts& parts, Call& call) {
  call.protocol = aws::Protocol::kJson11;
  BERTH_TRY(authenticate(parts, call));
  if (call.signature->service != "ecs") {
    return fail(Fault{"SignatureDoesNotMatch",
                      "Credential should be scoped to correct service: 'ecs'. ",
                      403,
                      {}});
  }
  const std::size_t mark = call.http.target.find('?');
  BERTH_ASSIGN(const aws::QueryParams params,
               aws::parse_query(mark == std::string::npos
                                    ? std::string_view()
                                    : std::string_view(call.http.target).substr(mark + 1)));
  const AgentConnection connection = connection_of(params, call.region);
  const char* const action = connection.telemetry ? "ecs:StartTelemetrySession" : "ecs:Poll";
  BERTH_TRY(parts.store.read([&](store::Transaction& tx) -> Result<void> {
    services::Context context = make_context(parts, call, tx);
    iam::ContextKeys keys;
    keys.set("ecs:cluster", connection.cluster);
    return parts.authorizer.authorize(context, action, connection.container_instance, keys);
  }));
  return parts.agents.open(call.caller, connection);
}

}  // namespace berth::gateway
