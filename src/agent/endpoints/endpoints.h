// Everything that answers at 169.254.170.2 on a container instance: credentials, names, the relay.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/endpoints_mode.h"
#include "base/result.h"
#include "net/http_server.h"
#include "net/runtime.h"

namespace berth::aws::sigv4 {
struct Credentials;
}

namespace berth::agent {

/// What the endpoints answer with, and where.
struct EndpointsOptions {
  std::string address = "169.254.170.2";
  /// Here too, for tools on the instance itself; 0: not.
  std::uint16_t loopback_port = 51679;
  /// Keeps the mark of an address that was added by a process that was killed (the data dir).
  std::string data_dir;

  /// Answers plain HTTP at `address`:80 and 127.0.0.1:`loopback_port`, on any of the runtime's
  /// threads.
  net::HttpHandler credentials_handler;

  /// The instance's own: written into hosts files where port 53 is another's.
  std::string region;
  /// AWS's host names inside tasks lead to Berth: ports 53 and 443.
  bool transparent = true;
  /// Where they do not (switched off, or port 443 is another's), containers get AWS_ENDPOINT_URL.
  bool set_endpoint_url = false;
  /// "http://127.0.0.1:4566": where the relay hands requests on to.
  std::string control_plane_url;
  /// What containers would be given as AWS_ENDPOINT_URL; empty: `control_plane_url`.
  std::string task_endpoint_url;
  /// For an https `control_plane_url`: roots to trust, or empty for the system's.
  std::string control_plane_ca_bundle;
  /// Holds the installation's authority for certificates; made where it is missing.
  std::string authority_dir;
  /// The container instance's own credentials, which sign what the relay says of a request. Called
  /// on the main context.
  std::function<net::Task<Result<aws::sigv4::Credentials>>()> relay_credentials;
  /// The instance's ARN once it is registered, else empty: the relay answers 503 until then. Called
  /// on the main context.
  std::function<std::string()> container_instance_arn;

  /// Bridges beside docker0, docker_gwbridge and br-<12 hex digits> whose containers may ask (a
  /// private engine's own).
  std::vector<std::string> bridge_interfaces;
  /// Where the host's resolvers are named.
  std::string resolv_conf = "/etc/resolv.conf";
};

/// Owns the address, its listeners and their ingress filters. Create after the Docker Engine runs;
/// bridges that appear later are let in as they appear.
class Endpoints {
 public:
  /// Fault "AccessDenied" where the address or a port below 1024 may not be taken (the message
  /// holds the command that grants it), "AddressInUse" where port 80 is another process's (the
  /// message names it). Port 53 taken: names go by hosts files instead. Port 443 taken: transparent
  /// endpoints are off. Both are logged with the owner. Call it from a thread outside the runtime.
  static Result<std::unique_ptr<Endpoints>> start(net::Runtime& runtime, EndpointsOptions options);
  ~Endpoints();

  /// What containers are to be given.
  EndpointsMode mode() const;

  /// Closes the listeners, letting requests under way finish for at most `grace`, and takes the
  /// address off `lo` if it was added here. Call it from a thread outside the runtime.
  void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(2000));

  /// Leaves the address where it is when this goes: containers live on (`berth agent`).
  void leave_address();

 private:
  struct Impl;
  explicit Endpoints(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::agent
