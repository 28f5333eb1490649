// What answers at 169.254.170.2:80 and 127.0.0.1:51679: the endpoint behind a server's handler.
#include "agent/credentials/endpoint_handler.h"

#include <memory>
#include <utility>

#include "agent/credentials/endpoint.h"
#include "agent/credentials/socket_owner.h"

namespace berth::agent {

net::HttpHandler make_endpoint_handler(EndpointParts parts) {
  auto endpoint =
      std::make_shared<Endpoint>(std::move(parts), std::make_unique<ProcSocketOwners>());
  return [endpoint](net::HttpRequest request) {
    return Endpoint::answer(endpoint, std::move(request));
  };
}

}  // namespace berth::agent
