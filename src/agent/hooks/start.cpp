// Hook 6: starts the container.
#include "agent/hooks/hook.h"
#include "agent/reasons.h"

namespace berth::agent::hooks {

net::Task<Result<void>> start(ContainerStart& start) {
  const auto& services = start.services;
  auto started = co_await services.docker.start_container(
      start.container.docker_id, services.settings.container_start_timeout);
  if (!started) co_return fail(start_fault(started.error(), services.settings));
  start.container.known = Status::kRunning;
  if (start.container.started_at_ms == 0) {
    start.container.started_at_ms = to_epoch_ms(services.clock.now());
  }
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
