// A container's start as an ordered list of hooks, each a file of this folder.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "agent/container_request.h"
#include "agent/docker/docker_client.h"
#include "agent/endpoints_mode.h"
#include "agent/settings.h"
#include "agent/task_record.h"
#include "base/clock.h"
#include "base/random.h"
#include "net/asio.h"
#include "net/notification.h"

namespace berth::agent {

class ContainerLogs;
class TrustBundles;

/// What all hooks of an agent share. Owned by the agent, outlives every task.
struct HookServices {
  net::asio::io_context& context;
  DockerClient& docker;
  const Settings& settings;
  const EndpointsMode& endpoints;
  const LogDelivery& logs;
  TrustBundles& bundles;
  std::set<std::string>& pulled_images;  ///< by this agent: what `once` goes by
  const Clock& clock;
  Random& random;
  /// Makes what the records say durable; called before what cannot be taken back.
  std::function<Result<void>()> save;
  /// Tells those who serve containers (metadata, credentials) that a task's records changed.
  std::function<void(const TaskRecord&)> publish;
  ContainerLogs* container_logs = nullptr;  ///< used where `logs` says by_agent
};

/// One container on its way to running. A hook reads and changes `task`, `container` and `request`.
struct ContainerStart {
  const HookServices& services;
  TaskRecord& task;
  ContainerRecord& container;
  const aws::acs::Container& definition;
  net::Notification& task_changed;
  aws::docker::ContainerCreateRequest request;

  /// The task is to stop: what takes long gives up.
  bool stop_wanted() const { return task.desired == Status::kStopped; }
};

/// A hook's fault has the container agent's own error name as its code: the container's reason is
/// "<code>: <message>".
using Hook = net::Task<Result<void>> (*)(ContainerStart& start);

namespace hooks {

/// Brings the image here, as ECS_IMAGE_PULL_BEHAVIOR says. "CannotPullContainerError".
net::Task<Result<void>> pull(ContainerStart& start);
/// The request's own part, ports, and the names of AWS inside the container.
net::Task<Result<void>> network(ContainerStart& start);
/// Where the container finds its credentials and metadata, and whom it trusts.
net::Task<Result<void>> credentials(ContainerStart& start);
/// Refuses what asks for secrets, which this agent does not fetch. "ResourceInitializationError".
net::Task<Result<void>> secrets(ContainerStart& start);
/// Creates the container, or finds the one that an earlier run made. "CannotCreateContainerError".
net::Task<Result<void>> create(ContainerStart& start);
/// Starts it. "CannotStartContainerError".
net::Task<Result<void>> start(ContainerStart& start);
/// Looks at what runs: addresses, ports, health.
net::Task<Result<void>> health(ContainerStart& start);
/// Stops it within its stop timeout and records how it ended. Not part of a start.
net::Task<Result<void>> stop(ContainerStart& start);

}  // namespace hooks

/// A hook and its name in the log.
struct HookRow {
  const char* name;
  Hook hook;
};

/// The way of a container, in order.
inline constexpr HookRow kStartHooks[] = {
    {"pull", hooks::pull},       {"network", hooks::network}, {"credentials", hooks::credentials},
    {"secrets", hooks::secrets}, {"create", hooks::create},   {"start", hooks::start},
    {"health", hooks::health},
};

}  // namespace berth::agent
