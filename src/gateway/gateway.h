// The way of a request: one ordered list of stages from an HTTP request to its answer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "aws/sigv4/verify.h"
#include "base/clock.h"
#include "base/random.h"
#include "gateway/agent_channel.h"
#include "gateway/live_tail_session.h"
#include "gateway/metrics.h"
#include "net/http_server.h"
#include "services/authorizer.h"
#include "services/context.h"
#include "services/session_tokens.h"
#include "store/store.h"

namespace berth::services {
class CredentialFinder;
}

namespace berth::gateway {

/// What the gateway is made of; everything outlives it.
struct GatewayParts {
  store::Store& store;
  const Clock& clock;
  Random& random;
  AccountId account;
  services::CredentialFinder& credentials;
  services::Authorizer& authorizer;
  services::SessionTokens& session_tokens;
  services::ServiceSettings settings;
  AgentChannel& agents;
  Metrics& metrics;
  const aws::sigv4::Verifier& verifier;
  /// Told of what committed transactions changed; runs on the request's io_context.
  std::function<void(const services::Effects&)> committed;
  /// Forgets everything but the administrator's key.
  std::function<net::Task<Result<void>>()> reset;
  bool allow_reset = false;
  LiveTailLimits live_tail;
  std::function<bool()> ready;          ///< every part serves
  std::function<std::string()> health;  ///< the JSON body of /health
};

/// Answers requests: see docs/architecture.md, "The way of a request".
class Gateway {
 public:
  explicit Gateway(GatewayParts parts);
  ~Gateway();

  /// The handler for net::HttpServer. The gateway outlives the server.
  net::HttpHandler handler();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::gateway
