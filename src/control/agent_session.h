// One agent's command channel (ACS): what it has not acknowledged is told, what it says is kept.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "acs/message.h"
#include "base/clock.h"
#include "control/task_credentials.h"
#include "net/asio.h"
#include "net/notification.h"
#include "net/web_socket.h"
#include "store/store.h"

namespace berth::control {

struct ToldTask;

/// What sessions are made of; everything outlives them.
struct SessionParts {
  store::Store& store;
  const Clock& clock;
  CredentialsParts credentials;
  std::chrono::milliseconds heartbeat{std::chrono::seconds(30)};
  /// An agent that has not acknowledged within this is told again.
  std::chrono::milliseconds tell_again{std::chrono::seconds(60)};
  /// Without a word for so long, an agent of protocol version 2 is taken for gone.
  std::chrono::milliseconds silence_max{std::chrono::seconds(100)};
  /// Then the channel is closed in order, and the agent opens another.
  std::chrono::milliseconds life_max{std::chrono::minutes(30)};
};

/// Which agent it is, as its upgrade request said.
struct AgentIdentity {
  std::string instance_arn;
  std::string cluster_arn;
  bool send_credentials = false;
  int protocol_version = 1;
};

/// Lives on the io_context of its connection; `wake`, `send` and `end` may be called from any
/// thread.
class AgentSession : public std::enable_shared_from_this<AgentSession> {
 public:
  AgentSession(SessionParts parts, AgentIdentity identity);

  /// Serves the channel until it closes.
  net::Task<void> run(net::WebSocket socket);

  /// The instance's tasks changed.
  void wake();
  /// Sends one frame, if the channel is open.
  void send(std::string frame);
  /// Closes the channel: another one of the same agent has opened, or the server stops.
  void end();

  const AgentIdentity& identity() const { return identity_; }

 private:
  struct Told {
    std::string desired_status;
    TimePoint at;
  };

  net::Task<void> run_sender();
  net::Task<void> tell_tasks();
  void send_payload(std::span<ToldTask> tasks, TimePoint now);
  net::Task<void> send_manifest();
  void handle(const std::string& frame);
  void handle_ack(const acs::Envelope& envelope);
  void handle_stop_verification(const acs::Envelope& envelope);
  std::string new_message_id();
  /// Runs on the session's own io_context.
  void on_own_context(std::function<void()> work);

  SessionParts parts_;
  AgentIdentity identity_;

  // From here on: the connection's io_context only, but for `context_`.
  std::atomic<net::asio::io_context*> context_{nullptr};
  std::optional<net::WebSocket> socket_;
  std::unique_ptr<net::Notification> changed_;
  bool ended_ = false;
  bool sender_done_ = false;
  bool tell_ = true;
  bool tell_all_ = false;
  bool failed_ = false;  ///< to tell: it is tried again after a tick
  std::int32_t seq_num_ = 0;
  TimePoint opened_at_;
  TimePoint heard_at_;
  TimePoint beat_at_;
  /// By task ARN: told and not acknowledged.
  std::map<std::string, Told> told_;
  /// By message id: what an acknowledgement acknowledges.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> unacknowledged_;
};

}  // namespace berth::control
