// What comes through the command channel: each message is done, then acknowledged.
#include <algorithm>

#include <spdlog/spdlog.h>

#include "agent/acs_channel.h"

namespace berth::agent {

using aws::acs::AckRequest;
using aws::acs::HeartbeatAckRequest;
using aws::acs::HeartbeatMessage;
using aws::acs::IAMRoleCredentialsMessage;
using aws::acs::NackRequest;
using aws::acs::PayloadMessage;
using aws::acs::TaskManifestMessage;
using aws::acs::TaskStopVerificationAck;
using aws::acs::TaskStopVerificationMessage;

net::Task<void> AcsChannel::say(std::string frame) {
  if (!socket_) co_return;
  net::WebSocket socket = *socket_;
  auto sent = co_await socket.write(std::move(frame));
  if (!sent) socket.abort();
}

net::Task<void> AcsChannel::acknowledge(std::optional<std::string> message_id) {
  const ChannelIdentity identity = parts_.identity();
  AckRequest ack;
  ack.cluster = identity.cluster;
  ack.container_instance = identity.container_instance_arn;
  ack.message_id = std::move(message_id);
  co_await say(acs::encode_message(ack));
}

net::Task<void> AcsChannel::refuse(std::optional<std::string> message_id, std::string reason) {
  const ChannelIdentity identity = parts_.identity();
  NackRequest nack;
  nack.cluster = identity.cluster;
  nack.container_instance = identity.container_instance_arn;
  nack.message_id = std::move(message_id);
  nack.reason = std::move(reason);
  co_await say(acs::encode_message(nack));
}

net::Task<void> AcsChannel::acknowledge_credentials(
    std::optional<std::string> message_id,
    std::optional<aws::acs::IAMRoleCredentials> credentials) {
  if (!credentials) co_return;
  aws::acs::IAMRoleCredentialsAckRequest ack;
  ack.message_id = std::move(message_id);
  ack.credentials_id = credentials->credentials_id;
  ack.expiration = credentials->expiration;
  co_await say(acs::encode_message(ack));
}

net::Task<void> AcsChannel::handle_payload(acs::Envelope envelope) {
  auto payload = acs::decode_message<PayloadMessage>(envelope);
  if (!payload || !payload->message_id) {
    spdlog::warn("command channel: a payload that cannot be read");
    co_return;
  }
  std::vector<aws::acs::Task> tasks;
  if (payload->tasks) tasks = std::move(*payload->tasks);
  std::vector<std::optional<aws::acs::IAMRoleCredentials>> credentials;
  for (const auto& task : tasks) {
    credentials.push_back(task.role_credentials);
    credentials.push_back(task.execution_role_credentials);
  }
  const auto taken = parts_.engine.take(std::move(tasks));
  if (!taken) {
    // Unacknowledged, it is told again.
    spdlog::warn("payload not taken: {}", taken.error().message);
    co_return;
  }
  if (payload->seq_num) parts_.taken(*payload->seq_num);
  for (auto& each : credentials) {
    co_await acknowledge_credentials(payload->message_id, std::move(each));
  }
  co_await acknowledge(payload->message_id);
}

net::Task<void> AcsChannel::handle_credentials(acs::Envelope envelope) {
  auto message = acs::decode_message<IAMRoleCredentialsMessage>(envelope);
  if (!message || !message->role_credentials) co_return;
  const bool known = parts_.engine.renew_credentials(
      message->task_arn.value_or(""), message->role_type.value_or(""), *message->role_credentials);
  if (!known) {
    spdlog::warn("credentials for a task that is not here: {}", message->task_arn.value_or(""));
    co_return;
  }
  co_await acknowledge_credentials(message->message_id, message->role_credentials);
}

/// Tasks that run here and are not in the manifest may have been ended without us.
net::Task<void> AcsChannel::handle_manifest(acs::Envelope envelope) {
  auto manifest = acs::decode_message<TaskManifestMessage>(envelope);
  if (!manifest) co_return;
  co_await acknowledge(manifest->message_id);
  TaskStopVerificationMessage question;
  question.stop_candidates.emplace();
  for (const std::string& arn : parts_.engine.running_tasks()) {
    bool listed = false;
    if (manifest->tasks) {
      listed = std::any_of(manifest->tasks->begin(), manifest->tasks->end(),
                           [&](const auto& each) { return each.task_arn == arn; });
    }
    if (listed) continue;
    auto& candidate = question.stop_candidates->emplace_back();
    candidate.task_arn = arn;
    candidate.task_cluster_arn = manifest->cluster_arn;
    candidate.desired_status = "STOPPED";
  }
  send_credentials_ = false;
  in_service_ = true;
  parts_.connected();
  if (question.stop_candidates->empty()) co_return;
  question.message_id = random_uuid(parts_.random);
  co_await say(acs::encode_message(question));
}

net::Task<void> AcsChannel::handle(acs::Envelope envelope) {
  if (acs::is_message<HeartbeatMessage>(envelope)) {
    auto beat = acs::decode_message<HeartbeatMessage>(envelope);
    HeartbeatAckRequest ack;
    if (beat) ack.message_id = beat->message_id;
    co_await say(acs::encode_message(ack));
  } else if (acs::is_message<PayloadMessage>(envelope)) {
    co_await handle_payload(std::move(envelope));
  } else if (acs::is_message<IAMRoleCredentialsMessage>(envelope)) {
    co_await handle_credentials(std::move(envelope));
  } else if (acs::is_message<TaskManifestMessage>(envelope)) {
    co_await handle_manifest(std::move(envelope));
  } else if (acs::is_message<TaskStopVerificationAck>(envelope)) {
    const auto answer = acs::decode_message<TaskStopVerificationAck>(envelope);
    if (answer && answer->stop_tasks) {
      for (const auto& task : *answer->stop_tasks) {
        parts_.engine.stop(task.task_arn.value_or(""));
      }
    }
  } else if (acs::is_message<aws::acs::PerformUpdateMessage>(envelope)) {
    const auto update = acs::decode_message<aws::acs::PerformUpdateMessage>(envelope);
    if (update) co_await refuse(update->message_id, "this agent does not update itself");
  } else if (acs::is_message<aws::acs::CloseMessage>(envelope)) {
    reconnect();
  } else {
    spdlog::warn("command channel: {}: {}", envelope.type, envelope.message);
  }
}

}  // namespace berth::agent
