// Hook 7: looks at what runs: addresses, ports, health.
#include "agent/container_view.h"
#include "agent/hooks/hook.h"

namespace berth::agent::hooks {

net::Task<Result<void>> health(ContainerStart& start) {
  const auto& services = start.services;
  const auto found = co_await services.docker.inspect_container(start.container.docker_id);
  // An engine that is away for a moment is looked at again with its next event.
  if (found) take_inspection(*found, start.container);
  services.publish(start.task);
  co_return services.save();
}

}  // namespace berth::agent::hooks
