// The agent's end of its command channel (ACS): what the control plane tells, acknowledged.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "acs/message.h"
#include "agent/task_engine.h"
#include "client/aws_client.h"
#include "net/asio.h"
#include "net/web_socket.h"

namespace berth::agent {

/// Whose channel it is, as the control plane knows the instance.
struct ChannelIdentity {
  std::string cluster;  ///< as ECS_CLUSTER says it
  std::string container_instance_arn;
  std::string agent_version;
  std::string docker_version;
};

/// What the channel works with; everything outlives it.
struct AcsChannelParts {
  net::asio::io_context& context;
  client::AwsClient& control_plane;
  TaskEngine& engine;
  const Clock& clock;
  Random& random;
  std::function<ChannelIdentity()> identity;
  /// The number of a payload that was taken, to be kept.
  std::function<void(std::int64_t seq_num)> taken;
  /// The control plane does not know the instance any more: registers it again. A fault is tried
  /// again later.
  std::function<net::Task<Result<void>>()> register_again;
  /// A channel opened and the control plane has told what it had to tell.
  std::function<void()> connected;
};

/// Keeps one channel open: DiscoverPollEndpoint, the websocket, and again when it closes, at once
/// where it closed in order, else after 250 ms to 2 minutes. Use from one io_context, and only
/// while that runs.
class AcsChannel {
 public:
  explicit AcsChannel(AcsChannelParts parts);

  /// Runs until stop().
  net::Task<void> run();
  void stop();
  /// Drops the channel, so that it is opened anew.
  void reconnect();

 private:
  net::Task<Result<net::WebSocket>> open();
  net::Task<bool> serve(net::WebSocket socket);
  net::Task<void> handle_refusal(Fault fault);
  net::Task<void> handle(acs::Envelope envelope);
  net::Task<void> handle_payload(acs::Envelope envelope);
  net::Task<void> handle_credentials(acs::Envelope envelope);
  net::Task<void> handle_manifest(acs::Envelope envelope);
  net::Task<void> acknowledge(std::optional<std::string> message_id);
  net::Task<void> acknowledge_credentials(std::optional<std::string> message_id,
                                          std::optional<aws::acs::IAMRoleCredentials> credentials);
  net::Task<void> refuse(std::optional<std::string> message_id, std::string reason);
  net::Task<void> say(std::string frame);
  std::chrono::milliseconds next_backoff();

  AcsChannelParts parts_;
  std::optional<net::WebSocket> socket_;
  net::Notification wake_;
  bool stopped_ = false;
  /// Until a channel has told everything once, credentials of all tasks are asked for.
  bool send_credentials_ = true;
  bool in_service_ = false;
  std::chrono::milliseconds backoff_;
};

/// "/ws?agentHash=…&…": the channel's target, as the container agent writes it.
std::string channel_target(const ChannelIdentity& identity, bool send_credentials);

}  // namespace berth::agent
