// The control plane's parts and how they hang together: from the store up to the listening port.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "aws/sigv4/verify.h"
#include "base/clock.h"
#include "base/result.h"
#include "cli/common_options.h"
#include "control/agent_sessions.h"
#include "control/log_retention.h"
#include "crypto/random.h"
#include "gateway/gateway.h"
#include "gateway/metrics.h"
#include "net/http_server.h"
#include "net/runtime.h"
#include "program/installation.h"
#include "services/authorizer.h"
#include "services/credential_finder.h"
#include "services/decision_log.h"
#include "services/session_tokens_sealed.h"
#include "store/store.h"

namespace berth::program {

/// A running control plane.
class ControlPlane {
 public:
  /// Opens the state, listens and serves. `default_cluster_everywhere`: see ServiceSettings. The
  /// runtime outlives the control plane.
  static Result<std::unique_ptr<ControlPlane>> start(net::Runtime& runtime,
                                                     const cli::CommonOptions& options,
                                                     bool default_cluster_everywhere);
  /// Stops, unless stop() has.
  ~ControlPlane();

  /// Ends the agents' channels, lets requests under way finish and closes the port. Blocks; call it
  /// from a thread outside the runtime, while that runs. What still waits afterwards must not run
  /// any more: stop the runtime before this goes.
  void stop();

  /// "http://127.0.0.1:4566": where this machine's clients reach it.
  const std::string& endpoint() const { return settings_.endpoint; }
  const Installation& installation() const { return installation_; }

  /// Runs `body` as the administrator in a write of its own: how `berth up` makes what it needs by
  /// the operations that any client would call.
  Result<void> as_administrator(const std::string& region,
                                const std::function<Result<void>(services::Context&)>& body);
  /// A session of the role named `role`, as an instance's metadata would hand it out. Fault
  /// "NoSuchEntity".
  Result<services::SessionCredentials> instance_session(const std::string& role,
                                                        const std::string& session_name);

  /// Everything that /health waits for is there.
  void set_ready() { ready_ = true; }
  /// Runs after POST /_berth/reset has forgotten everything, and before that is answered.
  void set_after_reset(std::function<net::Task<Result<void>>()> after_reset) {
    after_reset_ = std::move(after_reset);
  }

 private:
  ControlPlane(net::Runtime& runtime, const cli::CommonOptions& options, Installation installation,
               std::shared_ptr<store::Store> store);

  std::unique_ptr<services::DecisionLog> make_decision_log();
  Result<void> serve(bool default_cluster_everywhere);
  Result<std::uint16_t> listen(const cli::ListenAddress& at);
  gateway::GatewayParts gateway_parts();
  control::AgentSessionsParts sessions_parts();
  net::Task<net::HttpAnswer> answer(net::HttpRequest request);
  net::Task<Result<void>> reset();

  net::Runtime& runtime_;
  cli::CommonOptions options_;
  SystemClock clock_;
  crypto::SystemRandom random_;
  Installation installation_;
  AccountId account_;
  std::shared_ptr<store::Store> store_;
  services::SealedSessionTokens session_tokens_;
  std::unique_ptr<services::CredentialFinder> credentials_;
  gateway::Metrics metrics_;
  std::unique_ptr<services::DecisionLog> decisions_;  ///< null where none are recorded
  std::unique_ptr<services::Authorizer> authorizer_;
  services::ServiceSettings settings_;
  aws::sigv4::Verifier verifier_;
  std::unique_ptr<control::AgentSessions> sessions_;
  std::unique_ptr<control::LogRetention> log_retention_;
  std::unique_ptr<gateway::Gateway> gateway_;
  net::HttpHandler handler_;
  std::unique_ptr<net::HttpServer> server_;
  std::function<net::Task<Result<void>>()> after_reset_;
  std::atomic<bool> serving_{false};
  std::atomic<bool> ready_{false};
};

}  // namespace berth::program
