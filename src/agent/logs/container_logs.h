// The logs of this instance's containers that the agent delivers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "agent/docker/docker_client.h"
#include "agent/logs/log_shipper.h"
#include "agent/logs/log_target.h"
#include "base/clock.h"
#include "client/credentials.h"
#include "net/asio.h"

namespace berth::agent {

/// What it works with; everything outlives it.
struct ContainerLogsParts {
  net::asio::io_context& context;
  DockerClient& docker;
  const Clock& clock;
  std::string endpoint;  ///< of CloudWatch Logs
  /// The credentials of an id, as the engine's driver would fetch them.
  std::function<client::CredentialsSource(std::string credentials_id)> keys_of;
};

/// Use from one io_context.
class ContainerLogs {
 public:
  explicit ContainerLogs(ContainerLogsParts parts) : parts_(std::move(parts)) {}
  ~ContainerLogs() { stop(); }
  ContainerLogs(const ContainerLogs&) = delete;
  ContainerLogs& operator=(const ContainerLogs&) = delete;

  /// Makes the stream, and looks whether it may be read: what was delivered before a restart is
  /// told by the stream. False where the service refuses: the log is the engine's to deliver then,
  /// and what is wrong the engine's to say. A service that is away is waited for.
  net::Task<bool> open(LogTarget target);

  /// Delivers the log of a container that has started, from where its stream ends. `on_delivered`
  /// is called when all of it is there.
  void follow(std::string docker_id, LogTarget target, std::function<void()> on_delivered);

  /// The container is removed, and what of its log is not delivered is lost.
  void forget(const std::string& docker_id);

  /// Delivers nothing any more.
  void stop();

 private:
  Result<std::shared_ptr<LogStream>> stream_of(LogTarget target);

  ContainerLogsParts parts_;
  std::map<std::string, std::weak_ptr<LogShipper>> shippers_;  ///< by container
  /// Credentials' ids that may not read what they write: not asked again by this run.
  std::set<std::string> unread_;
};

}  // namespace berth::agent
