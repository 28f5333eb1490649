// Opens the channel and keeps it open; acs_messages.cpp does what comes through it.
#include "agent/acs_channel.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "agent/docker/docker_target.h"
#include "aws/models/ecs.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

constexpr std::chrono::milliseconds kBackoffMin{250};
constexpr std::chrono::milliseconds kBackoffMax{std::chrono::minutes(2)};
/// The server says something at least every minute; without a word the channel is dead.
constexpr std::chrono::milliseconds kSilenceMin{std::chrono::seconds(60)};
constexpr std::chrono::milliseconds kSilenceMore{std::chrono::seconds(60)};
/// As long as the container agent keeps away from a control plane that took it off.
constexpr std::chrono::hours kInactiveAgain{1};

double fraction(Random& random) {
  std::uint8_t byte = 0;
  random.fill(std::span(&byte, 1));
  return byte / 256.0;
}

std::chrono::milliseconds scaled(std::chrono::milliseconds duration, double factor) {
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(duration.count()) * factor));
}

}  // namespace

std::string channel_target(const ChannelIdentity& identity, bool send_credentials) {
  return "/ws" + query({{"agentHash", "berth"},
                        {"agentVersion", identity.agent_version},
                        {"clusterArn", identity.cluster},
                        {"containerInstanceArn", identity.container_instance_arn},
                        {"dockerVersion", "DockerVersion: " + identity.docker_version},
                        {"protocolVersion", std::to_string(acs::kProtocolVersion)},
                        {"sendCredentials", send_credentials ? "true" : "false"},
                        {"seqNum", "1"}});
}

AcsChannel::AcsChannel(AcsChannelParts parts)
    : parts_(std::move(parts)), wake_(parts_.context), backoff_(kBackoffMin) {}

std::chrono::milliseconds AcsChannel::next_backoff() {
  const auto now = backoff_;
  backoff_ = std::min(scaled(backoff_, 1.5), kBackoffMax);
  return scaled(now, 1 + 0.2 * fraction(parts_.random));
}

void AcsChannel::stop() {
  stopped_ = true;
  reconnect();
}

void AcsChannel::reconnect() {
  wake_.notify();
  if (socket_) socket_->abort();
}

net::Task<Result<net::WebSocket>> AcsChannel::open() {
  const ChannelIdentity identity = parts_.identity();
  aws::ecs::DiscoverPollEndpointRequest request;
  request.cluster = identity.cluster;
  request.container_instance = identity.container_instance_arn;
  auto discovered =
      co_await parts_.control_plane.call<aws::ecs::ops::DiscoverPollEndpoint>(request);
  if (!discovered) co_return fail(discovered.error());
  std::string url = discovered->endpoint.value_or("");
  while (url.ends_with('/')) url.pop_back();
  url += channel_target(identity, send_credentials_);
  auto socket = co_await parts_.control_plane.open_web_socket(std::move(url), "ecs");
  co_return socket;
}

/// True where the channel closed in order.
net::Task<bool> AcsChannel::serve(net::WebSocket socket) {
  socket_ = socket;
  in_service_ = false;
  for (;;) {
    const auto silence = kSilenceMin + scaled(kSilenceMore, fraction(parts_.random));
    auto frame = co_await socket.read(silence);
    if (!frame) {
      socket_.reset();
      if (!stopped_) spdlog::info("command channel: {}", frame.error().message);
      co_return frame.error().code == "Closed";
    }
    auto envelope = acs::parse_envelope(*frame);
    if (!envelope) {
      spdlog::warn("command channel: {}", envelope.error().message);
      continue;
    }
    co_await handle(std::move(*envelope));
    if (in_service_) backoff_ = kBackoffMin;
  }
}

net::Task<void> AcsChannel::handle_refusal(Fault fault) {
  spdlog::warn("command channel: {}: {}", fault.code, fault.message);
  const auto seen = wake_.version();
  if (fault.code == "InactiveInstanceException") {
    spdlog::warn("the instance was deregistered; asking again in an hour");
    co_await wake_.wait(seen, kInactiveAgain);
    co_return;
  }
  const bool unknown =
      fault.code == "InvalidInstanceException" || fault.code == "InvalidClusterException";
  if (unknown) {
    auto again = co_await parts_.register_again();
    if (!again) spdlog::warn("registration: {}: {}", again.error().code, again.error().message);
  }
  co_await wake_.wait(seen, next_backoff());
}

net::Task<void> AcsChannel::run() {
  while (!stopped_) {
    auto socket = co_await open();
    if (stopped_) {
      if (socket) socket->abort();
      break;
    }
    if (!socket) {
      co_await handle_refusal(socket.error());
      continue;
    }
    const bool in_order = co_await serve(std::move(*socket));
    if (stopped_ || (in_order && in_service_)) continue;
    const auto seen = wake_.version();
    co_await wake_.wait(seen, next_backoff());
  }
}

}  // namespace berth::agent
