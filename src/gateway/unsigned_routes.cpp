// The few routes that carry no signature, and who may use them.
#include "gateway/unsigned_routes.h"

#include <string_view>

#include "aws/sigv4/request.h"

namespace berth::gateway {
namespace {

bool is_address(std::string_view host) {
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool from_loopback(const net::Peer& peer) {
  return peer.address.rfind("127.", 0) == 0 || peer.address == "::1";
}

net::HttpResponse json_response() {
  net::HttpResponse response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

bool origin_fits(const net::HttpRequest& request) {
  const auto origin = request.header("Origin");
  if (!origin) return true;
  const auto host = request.header("Host");
  const std::size_t scheme_end = origin->find("://");
  return host && scheme_end != std::string_view::npos && origin->substr(scheme_end + 3) == *host;
}

bool host_is_local(std::string_view host) {
  if (!host.empty() && host.front() == '[') return host.find(']') != std::string_view::npos;
  host = host.substr(0, host.find(':'));
  return host == "localhost" || is_address(host);
}

UnsignedRoute find_unsigned_route(const net::HttpRequest& request, bool allow_reset) {
  const std::string_view path = aws::sigv4::path_of(request.target);
  UnsignedRoute route = UnsignedRoute::kNone;
  if (path == "/health" && (request.method == "GET" || request.method == "HEAD")) {
    route = UnsignedRoute::kHealth;
  } else if (path == "/metrics" && request.method == "GET") {
    route = UnsignedRoute::kMetrics;
  } else if (path == "/_berth/reset" && request.method == "POST" && allow_reset) {
    route = UnsignedRoute::kReset;
  }
  if (route == UnsignedRoute::kNone) return route;

  const auto host = request.header("Host");
  // What comes through a task's relay is never local, whatever its connection's address.
  const bool relayed = request.header("x-berth-relay-instance").has_value();
  if (!host || !host_is_local(*host) || !origin_fits(request) || relayed) {
    return UnsignedRoute::kForbidden;
  }
  const bool reset_refused = request.header("Origin").has_value() || !from_loopback(request.peer);
  if (route == UnsignedRoute::kReset && reset_refused) return UnsignedRoute::kForbidden;
  return route;
}

net::HttpResponse answer_reset(const Result<void>& done) {
  net::HttpResponse response = json_response();
  response.status = done ? 200 : 500;
  response.body = done ? R"({"status":"reset"})" : R"({"status":"failed"})";
  return response;
}

net::HttpResponse answer_unsigned(UnsignedRoute route, const UnsignedAnswers& answers) {
  net::HttpResponse response = json_response();
  switch (route) {
    case UnsignedRoute::kHealth:
      response.status = answers.ready() ? 200 : 503;
      response.body = answers.health();
      break;
    case UnsignedRoute::kMetrics:
      response.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
      response.body = answers.metrics.exposition();
      break;
    default:
      response.status = 403;
      response.body = R"({"message":"Forbidden: Host, Origin or address"})";
  }
  return response;
}

}  // namespace berth::gateway
