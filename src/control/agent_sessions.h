// All agents' channels of this control plane: who is connected, who is to be told, whose
// credentials are to be made anew.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "control/agent_session.h"
#include "gateway/agent_channel.h"
#include "net/asio.h"
#include "services/context.h"

namespace berth::control {

/// What all sessions are made of, and when what is due is looked for.
struct AgentSessionsParts {
  SessionParts session;
  /// A set of credentials older than this is made anew: before half of its life, so that another
  /// follows in time where one was lost on its way.
  std::chrono::milliseconds rotate_after{std::chrono::milliseconds(kTaskCredentialsLife) * 2 / 5};
  std::chrono::milliseconds tick{std::chrono::seconds(30)};
  /// Stopped tasks are shown for so long.
  std::chrono::milliseconds keep_stopped{std::chrono::hours(1)};
};

/// The agents' end of the gateway. Safe to call from any thread.
class AgentSessions final : public gateway::AgentChannel {
 public:
  explicit AgentSessions(AgentSessionsParts parts);
  /// Stops, and waits for what is queued in the store. The server whose channels these are has
  /// stopped before, and the contexts still run.
  ~AgentSessions() override;

  /// Notes that no agent is connected, then looks every `tick` for what is due until `stop`.
  Result<void> start(net::asio::io_context& context);
  void stop();

  Result<net::WebSocketUpgrade> open(const services::Caller& caller,
                                     const gateway::AgentConnection& connection) override;

  /// Closes every channel: the agents come back and find out what has changed.
  void disconnect_all();

  /// After a commit: wakes the sessions of the instances that it changed.
  void committed(const services::Effects& effects);

 private:
  using SessionPtr = std::shared_ptr<AgentSession>;

  Result<AgentIdentity> identify(const services::Caller& caller,
                                 const gateway::AgentConnection& connection) const;
  net::Task<void> serve(SessionPtr session, net::WebSocket socket);
  /// Outlives this where its context does.
  struct Housekeeping {
    std::mutex mutex;
    AgentSessions* sessions;  ///< null once they are gone
  };
  static net::Task<void> housekeep(std::shared_ptr<Housekeeping> work,
                                   std::chrono::milliseconds tick);
  void rotate_credentials();
  void forget_stopped_tasks();
  /// Writes whether the instance has a channel by then, so that the order of writes is no matter.
  void write_connected(const std::string& instance_arn);
  SessionPtr find(const std::string& instance_arn);

  AgentSessionsParts parts_;
  std::mutex mutex_;
  std::unordered_map<std::string, SessionPtr> sessions_;
  std::atomic<bool> stopped_{false};
  std::shared_ptr<Housekeeping> housekeeping_;
};

}  // namespace berth::control
