// The endpoint's way of a request: route, who asks, rate limit, may they, answer.
#pragma once

#include <memory>
#include <string>

#include "agent/credentials/caller.h"
#include "agent/credentials/endpoint_handler.h"
#include "agent/credentials/rate_limiter.h"
#include "agent/credentials/route.h"
#include "agent/credentials/socket_owner.h"
#include "net/http.h"

namespace berth::agent {

/// Thread-safe; one for all of the runtime's threads.
class Endpoint {
 public:
  Endpoint(EndpointParts parts, std::unique_ptr<SocketOwners> owners);

  static net::Task<net::HttpAnswer> answer(std::shared_ptr<Endpoint> self,
                                           net::HttpRequest request);

 private:
  /// What the stages find out about a request.
  struct Asked {
    const net::HttpRequest& request;
    Route route;
    TimePoint now;
    Caller caller;
  };

  /// The stages; one that has the answer ends the way.
  static net::Task<net::HttpResponse> perform(std::shared_ptr<Endpoint> self, Asked& asked);
  /// 429 where the caller asks too often.
  std::optional<net::HttpResponse> throttle(const Asked& asked);
  /// A container may ask between its start and the agent's look at its address: waits for that
  /// where the id's task awaits one, then finds the caller again.
  static net::Task<void> wait_for_address(std::shared_ptr<Endpoint> self, Asked& asked,
                                          std::string owner_arn);
  /// The ARN of the task that the id in the route belongs to, or empty.
  std::string owner_of_id(const Route& route) const;
  net::HttpResponse credentials(const Asked& asked);
  /// The container or task that a metadata route speaks of, or the refusal.
  tl::expected<ServedContainer, net::HttpResponse> find_served(const Asked& asked);
  void log(const Asked& asked, int status, const StoredCredentials* credentials) const;

  const EndpointParts parts_;
  const std::unique_ptr<SocketOwners> owners_;
  CallerFinder callers_;
  RateLimiter limiter_;
};

}  // namespace berth::agent
