// The way of a task's API call from 169.254.170.2:443 to the control plane.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "aws/sigv4/sign.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/http_client.h"
#include "net/http_server.h"

namespace berth::agent {

struct RelayOptions {
  net::Origin control_plane;
  /// For an https control plane: roots to trust, or empty for the system's.
  std::string ca_bundle_path;
  /// The container instance's own.
  std::function<net::Task<Result<aws::sigv4::Credentials>>()> credentials;
  /// Empty until the instance is registered.
  std::function<std::string()> container_instance_arn;
  const Clock* clock = nullptr;
};

/// Whether a task may send this through the relay at all: a call of a served name's API, and
/// nothing else that the control plane's port answers. Faults: "MisdirectedRequest" (421) where
/// Host is not a served name or not that of the handshake; "NotFound" (404) for any path but "/",
/// other methods than GET and POST, upgrades; "InvalidRequest" (400) where it speaks as a relay
/// itself. Pure.
Result<void> admit(const net::HttpRequest& request);

/// Hands calls on as they are, with what proves whose they are beside them
/// (aws/relay_assertion.h). Use from one io_context.
class Relay {
 public:
  Relay(net::asio::io_context& context, RelayOptions options);

  /// The control plane's answer. 503 where it cannot be reached or the instance is not registered.
  net::Task<net::HttpAnswer> handle(net::HttpRequest request);

 private:
  net::Task<Result<net::HttpResponse>> forward(net::HttpRequest request);

  RelayOptions options_;
  net::HttpClient client_;
};

}  // namespace berth::agent
