// Puts the parts together: address, filter, credentials, relay, responder, in this order, each
// closed to other machines before it is of use.
#include "agent/endpoints/endpoints.h"

#include <optional>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "agent/endpoints/address.h"
#include "agent/endpoints/dns_responder.h"
#include "agent/endpoints/ingress_filter.h"
#include "agent/endpoints/port_owner.h"
#include "agent/endpoints/relay.h"
#include "agent/endpoints/served_names.h"
#include "aws/sigv4/sign.h"
#include "base/clock.h"
#include "base/file.h"
#include "crypto/authority.h"
#include "crypto/tls_context.h"

namespace berth::agent {
namespace {

constexpr std::uint16_t kCredentialsPort = 80;
constexpr std::uint16_t kRelayPort = 443;
constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kRelayBodyBytesMax = 16 * 1024 * 1024;

const SystemClock& system_clock() {
  static const SystemClock clock;
  return clock;
}

/// Who is in the way, and what to do about it.
std::string way_out(const std::string& address, std::uint16_t port) {
  for (const Transport transport : {Transport::kTcp, Transport::kUdp}) {
    const auto owner = find_port_owner(transport, address, port);
    if (!owner) continue;
    const std::string who = describe(*owner, port);
    if (owner->address != address) {
      return who + ". Stop it, or have it listen on addresses of its own instead of all.";
    }
    return who +
           (owner->command == "berth"
                ? ". One container instance of Berth's runs on a machine: stop that one first."
                : ". Stop it first.");
  }
  return fmt::format("{}:{} is held by another process.", address, port);
}

/// The fault of a listen(), with what to do about it.
Fault explain(const Fault& fault, const std::string& address, std::uint16_t port,
              const std::string& purpose) {
  if (fault.code == "AccessDenied") {
    return client_fault("AccessDenied",
                        fmt::format("Not allowed to listen at {}:{}, where {}. Grant it once: {}",
                                    address, port, purpose, grant_command()));
  }
  if (fault.code != "AddressInUse") return fault;
  return client_fault("AddressInUse", fmt::format("{}:{}, where {}, is taken: {}", address, port,
                                                  purpose, way_out(address, port)));
}

}  // namespace

struct Endpoints::Impl {
  Impl(net::Runtime& owner, EndpointsOptions given)
      : runtime(owner),
        options(std::move(given)),
        filter(std::make_shared<IngressFilter>(options.bridge_interfaces)) {}
  ~Impl() { stop(std::chrono::milliseconds(0)); }

  Result<void> start();
  Result<void> start_credentials();
  Result<void> start_relay();
  Result<void> start_responder();
  template <class Server>
  Result<void> guard(const Server& server);
  void stop(std::chrono::milliseconds grace);

  net::Runtime& runtime;
  EndpointsOptions options;
  EndpointsMode mode;
  std::shared_ptr<IngressFilter> filter;  // answers under way outlive a stop
  std::optional<EndpointAddress> address;
  std::unique_ptr<net::HttpServer> credentials;
  std::shared_ptr<Relay> relay;
  std::unique_ptr<net::HttpServer> relay_server;
  std::unique_ptr<DnsResponder> responder;
  bool leave_address = false;
};

template <class Server>
Result<void> Endpoints::Impl::guard(const Server& server) {
  for (const int socket : server.native_handles()) BERTH_TRY(filter->guard(socket));
  return {};
}

Result<void> Endpoints::Impl::start_credentials() {
  net::HttpServerOptions server;
  server.accept_filter = [filter = filter](int, const net::Peer& peer) {
    return filter->lets_in(peer.address);
  };
  server.body_bytes_max = 64 * 1024;
  credentials = std::make_unique<net::HttpServer>(runtime.contexts(), std::move(server),
                                                  std::move(options.credentials_handler));
  const auto listen = [&](const std::string& at, std::uint16_t port) -> Result<void> {
    const auto bound = credentials->listen(at, port);
    if (!bound) return fail(explain(bound.error(), at, port, "tasks fetch their credentials"));
    return {};
  };
  BERTH_TRY(listen(options.address, kCredentialsPort));
  if (options.loopback_port != 0) BERTH_TRY(listen("127.0.0.1", options.loopback_port));
  return guard(*credentials);
}

/// Leaves mode.transparent false, with a line in the log, where port 443 is another's.
Result<void> Endpoints::Impl::start_relay() {
  BERTH_TRY(make_directory(options.authority_dir, 0700));
  BERTH_ASSIGN(const auto authority,
               crypto::Authority::open(options.authority_dir, system_clock().now()));
  RelayOptions relay_options;
  BERTH_ASSIGN(relay_options.control_plane, net::Origin::parse(options.control_plane_url));
  relay_options.ca_bundle_path = options.control_plane_ca_bundle;
  relay_options.credentials = options.relay_credentials;
  relay_options.container_instance_arn = options.container_instance_arn;
  relay_options.clock = &system_clock();
  relay = std::make_shared<Relay>(runtime.main_context(), std::move(relay_options));

  net::HttpServerOptions server;
  server.accept_filter = [filter = filter](int, const net::Peer& peer) {
    return filter->lets_in(peer.address);
  };
  server.body_bytes_max = kRelayBodyBytesMax;
  server.tls_required = true;
  server.tls = std::make_shared<crypto::TlsContext>(
      crypto::certificates_of(authority, is_served_name, system_clock()));
  relay_server = std::make_unique<net::HttpServer>(
      std::vector<net::asio::io_context*>{&runtime.main_context()}, std::move(server),
      [relay = relay](net::HttpRequest request) { return relay->handle(std::move(request)); });
  if (const auto bound = relay_server->listen(options.address, kRelayPort); !bound) {
    Fault fault = explain(bound.error(), options.address, kRelayPort, "tasks call AWS's APIs");
    if (fault.code != "AddressInUse") return fail(std::move(fault));
    spdlog::warn("AWS's host names inside tasks do not lead to Berth: {}", fault.message);
    return {};
  }
  mode.transparent = true;
  mode.authority_pem = authority->pem();
  // Also for containers whose definition names resolvers of its own.
  mode.host_names = names_for_hosts_file(options.region);
  return guard(*relay_server);
}

/// Names go by hosts files, with a line in the log, where port 53 is another's.
Result<void> Endpoints::Impl::start_responder() {
  DnsOptions dns;
  dns.address = options.address;
  dns.port = kDnsPort;
  dns.resolvers = [path = options.resolv_conf, own = options.address] {
    return parse_resolv_conf(read_file(path).value_or(""), own);
  };
  dns.lets_in = [filter = filter](const std::string& peer) { return filter->lets_in(peer); };
  responder = std::make_unique<DnsResponder>(runtime.main_context(), std::move(dns));
  if (const auto bound = responder->listen(); !bound) {
    responder->stop();
    responder.reset();
    Fault fault = explain(bound.error(), options.address, kDnsPort, "tasks ask for names");
    if (fault.code != "AddressInUse") return fail(std::move(fault));
    spdlog::warn("names inside tasks go by their hosts files: {}", fault.message);
    mode.names_by_responder = false;
    return {};
  }
  return guard(*responder);
}

Result<void> Endpoints::Impl::start() {
  mode.address = options.address;
  BERTH_ASSIGN(address, EndpointAddress::acquire(options.address, options.data_dir));
  BERTH_TRY(start_credentials());
  if (options.transparent) BERTH_TRY(start_relay());
  if (mode.transparent) {
    BERTH_TRY(start_responder());
  } else if (options.set_endpoint_url) {
    mode.endpoint_url =
        options.task_endpoint_url.empty() ? options.control_plane_url : options.task_endpoint_url;
  }
  return {};
}

void Endpoints::Impl::stop(std::chrono::milliseconds grace) {
  filter->stop();
  if (responder) responder->stop();
  if (relay_server) relay_server->stop(grace);
  if (credentials) credentials->stop(grace);
  relay_server.reset();
  credentials.reset();
  if (address && !leave_address) address->release();
  address.reset();
}

Result<std::unique_ptr<Endpoints>> Endpoints::start(net::Runtime& runtime,
                                                    EndpointsOptions options) {
  auto impl = std::make_unique<Impl>(runtime, std::move(options));
  BERTH_TRY(impl->start());
  return std::unique_ptr<Endpoints>(new Endpoints(std::move(impl)));
}

Endpoints::Endpoints(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Endpoints::~Endpoints() = default;

EndpointsMode Endpoints::mode() const {
  return impl_->mode;
}
void Endpoints::stop(std::chrono::milliseconds grace) {
  impl_->stop(grace);
}
void Endpoints::leave_address() {
  impl_->leave_address = true;
}

}  // namespace berth::agent
