// The last hook, not part of a start: stops the container and records how it ended.
#include "agent/container_view.h"
#include "agent/hooks/hook.h"
#include "agent/reasons.h"

namespace berth::agent::hooks {

net::Task<Result<void>> stop(ContainerStart& start) {
  const auto& services = start.services;
  auto& container = start.container;
  if (container.docker_id.empty() || container.known == Status::kStopped) {
    container.known = Status::kStopped;
    co_return Result<void>();
  }
  auto grace = std::chrono::ceil<std::chrono::seconds>(services.settings.container_stop_timeout);
  if (start.definition.stop_timeout) grace = std::chrono::seconds(*start.definition.stop_timeout);
  auto stopped = co_await services.docker.stop_container(container.docker_id, grace);
  const auto found = co_await services.docker.inspect_container(container.docker_id);
  if (found) {
    take_inspection(*found, container);
  } else if (found.error().code == "NotFound") {
    container.known = Status::kStopped;
  }
  // Created and never started: there is nothing to wait for.
  if (found && container.known == Status::kCreated) container.known = Status::kStopped;
  if (container.known != Status::kStopped) {
    co_return fail(stopped ? server_fault("CannotStopContainerError", "it still runs")
                           : stop_fault(stopped.error()));
  }
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
