// One container instance: everything of the agent, put together.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/settings.h"
#include "base/result.h"
#include "client/credentials.h"
#include "net/runtime.h"

namespace berth::agent {

/// What an agent starts with.
struct AgentOptions {
  Settings settings;                      ///< with a data_dir and a region
  std::string docker_url;                 ///< "unix:///var/run/docker.sock"
  std::vector<std::string> bridges;       ///< of a private engine
  std::string authority_dir;              ///< holds the certificate authority of this installation
  client::CredentialsSource credentials;  ///< the instance's own
  std::string version;
};

/// Joined to a control plane and serving its containers. Methods block; call them from a thread
/// outside the runtime, which outlives the agent. Stop the runtime between stop() and the
/// destructor: what still waits then must not run any more.
class Agent {
 public:
  /// Talks to the engine, takes the endpoint's address, finds the containers of an earlier run,
  /// registers the instance (again and again where the control plane does not answer) and opens the
  /// command channel. Returns once the endpoint serves and the engine answers; joining goes on.
  /// Faults as Endpoints::start(), and of the engine.
  static Result<std::unique_ptr<Agent>> start(net::Runtime& runtime, AgentOptions options);
  ~Agent();

  /// True once the control plane can place tasks here; false after `patience`. Fault where it
  /// refused the registration for good.
  Result<bool> wait_until_connected(std::chrono::milliseconds patience);

  /// The instance's ARN, from the first registration on; empty before. Any thread.
  std::string container_instance_arn() const;

  /// Registers anew as an instance that the control plane does not know, after it forgot
  /// everything; tasks of before are stopped. Returns at once; `done` hears whether the channel is
  /// open again within 20 s. Any thread.
  void join_anew(std::function<void(bool)> done);

  /// Takes no new task, waits until the control plane's own orders to stop are done, stops what is
  /// left after `patience`, and removes the containers.
  void end_tasks(std::chrono::milliseconds patience);

  /// Closes the command channel and the endpoint; containers live on. With `leave_address` the
  /// endpoint's address stays on `lo` for the next start.
  void stop(bool leave_address);

 private:
  struct Impl;
  explicit Agent(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::agent
