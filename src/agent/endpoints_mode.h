// How a task on this instance reaches Berth: what its containers get at creation.
#pragma once

#include <string>
#include <vector>

namespace berth::agent {

/// Names and trust inside tasks (docs/adr/0001-transparent-endpoints.md), decided once at the
/// agent's start.
struct EndpointsMode {
  /// AWS's host names lead to `address`, over TLS under Berth's authority.
  bool transparent = false;
  /// Where credentials, metadata, names and the relay answer.
  std::string address = "169.254.170.2";
  /// Port 53 of `address` is ours: containers ask it for names. Otherwise `host_names` are written
  /// into their hosts file.
  bool names_by_responder = true;
  /// What is written where the responder cannot serve: "ecs.us-west-2.amazonaws.com", …
  std::vector<std::string> host_names;
  /// Berth's authority, PEM; empty where `transparent` is false.
  std::string authority_pem;
  /// Not empty: containers get AWS_ENDPOINT_URL with this value (transparent endpoints are off).
  std::string endpoint_url;
};

/// How the engine's awslogs driver reaches CloudWatch Logs.
struct LogDelivery {
  std::string endpoint;                 ///< `awslogs-endpoint`; empty: AWS's own
  std::string region;                   ///< `awslogs-region` where the definition has none
  std::string instance_credentials_id;  ///< empty: the engine finds credentials itself
  bool execution_role_override = false;
  bool by_agent = false;  ///< the agent delivers what it can (logs/), else the engine's driver
};

}  // namespace berth::agent
