// The few routes that carry no signature: /health, /metrics, /_berth/reset. They check Host and
// Origin instead, so that a page of another origin or a rebound name cannot use them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "gateway/metrics.h"
#include "net/http.h"

namespace berth::gateway {

/// Which unsigned route a request is for.
enum class UnsignedRoute { kNone, kHealth, kMetrics, kReset, kForbidden };

/// Finds the route by method and path; kForbidden where Host, Origin or the peer's address forbid
/// it.
UnsignedRoute find_unsigned_route(const net::HttpRequest& request, bool allow_reset);

/// Answers the route that was found, kReset apart; `gateway` knows how to make each body.
struct UnsignedAnswers {
  std::function<bool()> ready;
  std::function<std::string()> health;  ///< the JSON body of /health
  const Metrics& metrics;
};
net::HttpResponse answer_unsigned(UnsignedRoute route, const UnsignedAnswers& answers);

/// The answer to a reset, once it is done.
net::HttpResponse answer_reset(const Result<void>& done);

/// A page of another origin sends Origin; our own pages send one whose host is the Host itself.
bool origin_fits(const net::HttpRequest& request);

/// True where the Host header names this machine itself: an address, or `localhost`.
bool host_is_local(std::string_view host);

}  // namespace berth::gateway
