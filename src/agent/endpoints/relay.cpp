// Checks, vouches and hands on.
#include "agent/endpoints/relay.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "agent/endpoints/served_names.h"
#include "aws/relay_assertion.h"

namespace berth::agent {
namespace {

/// As long as the slowest API call of Berth's may take.
constexpr std::chrono::milliseconds kPatience{60000};

/// Fields that belong to one connection (RFC 9110, 7.6.1), and what each end writes for itself.
constexpr std::array<std::string_view, 10> kOfOneConnection = {
    "connection", "keep-alive", "proxy-connection",  "proxy-authorization", "te",
    "trailer",    "upgrade",    "transfer-encoding", "content-length",      "expect"};

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Without port 443 and a final dot.
std::string host_name(std::string_view host) {
  constexpr std::string_view kPort = ":443";
  if (host.size() > kPort.size() && host.substr(host.size() - kPort.size()) == kPort) {
    host.remove_suffix(kPort.size());
  }
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return lower_case(host);
}

void drop_connection_fields(net::Headers& headers) {
  const auto of_one_connection = [](const auto& field) {
    const std::string name = lower_case(field.first);
    return std::find(kOfOneConnection.begin(), kOfOneConnection.end(), name) !=
           kOfOneConnection.end();
  };
  headers.erase(std::remove_if(headers.begin(), headers.end(), of_one_connection), headers.end());
}

/// Short and without quotes inside: no client needs more of what is no answer of an API.
net::HttpResponse refusal(const Fault& fault) {
  net::HttpResponse response;
  response.status = fault.http_status;
  response.headers.emplace_back("Content-Type", "application/x-amz-json-1.1");
  response.headers.emplace_back("x-amzn-ErrorType", fault.code);
  response.body = fmt::format(R"({{"__type":"{}","message":"{}"}})", fault.code, fault.message);
  return response;
}

Fault unavailable(std::string message) {
  return Fault{"ServiceUnavailable", std::move(message), 503, {}};
}

Fault not_found() {
  return Fault{"NotFound", "Only API calls are served here", 404, {}};
}

net::HttpClientOptions client_options(const RelayOptions& options) {
  net::HttpClientOptions result;
  result.idle_connections_max = 32;
  result.ca_bundle_path = options.ca_bundle_path;
  return result;
}

}  // namespace

Result<void> admit(const net::HttpRequest& request) {
  const auto misdirected = [] {
    return fail(Fault{"MisdirectedRequest", "This name is not served here", 421, {}});
  };
  const auto host = request.header("Host");
  const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                   [](auto& field) { return lower_case(field.first) == "host"; });
  if (!host || hosts != 1 || !is_served_name(host_name(*host))) return misdirected();
  if (host_name(*host) != host_name(request.peer.server_name)) return misdirected();
  const std::string_view path =
      std::string_view(request.target).substr(0, request.target.find('?'));
  const bool call = request.method == "GET" || request.method == "POST";
  if (!call || path != "/" || request.header("Upgrade")) return fail(not_found());
  for (const auto& [name, value] : request.headers) {
    if (aws::is_relay_header(name)) {
      return fail(client_fault("InvalidRequest", "A header of this request is not a client's"));
    }
  }
  return {};
}

Relay::Relay(net::asio::io_context& context, RelayOptions options)
    : options_(std::move(options)),
      client_(context, options_.control_plane, client_options(options_)) {}

net::Task<net::HttpAnswer> Relay::handle(net::HttpRequest request) {
  if (const auto admitted = admit(request); !admitted) co_return refusal(admitted.error());
  auto response = co_await forward(std::move(request));
  if (!response) co_return refusal(response.error());
  drop_connection_fields(response->headers);
  co_return std::move(*response);
}

net::Task<Result<net::HttpResponse>> Relay::forward(net::HttpRequest request) {
  aws::RelayFacts facts;
  facts.container_instance_arn = options_.container_instance_arn();
  facts.source_address = request.peer.address;
  if (facts.container_instance_arn.empty()) {
    co_return fail(unavailable("The container instance is not registered yet"));
  }
  const auto credentials = co_await options_.credentials();
  if (!credentials) {
    spdlog::warn("relay: no credentials of the instance: {}", credentials.error().message);
    co_return fail(unavailable("The container instance has no credentials"));
  }
  drop_connection_fields(request.headers);
  const aws::sigv4::SignedRequest signed_request{request.method, request.target, request.headers,
                                                 request.body};
  auto assertion =
      aws::make_relay_assertion(signed_request, facts, *credentials, options_.clock->now());
  for (auto& header : assertion) request.headers.push_back(std::move(header));
  auto response = co_await client_.send(std::move(request), kPatience);
  if (!response) {
    spdlog::warn("relay: the control plane does not answer: {}", response.error().message);
    co_return fail(unavailable("The control plane does not answer"));
  }
  co_return std::move(*response);
}

}  // namespace berth::agent
