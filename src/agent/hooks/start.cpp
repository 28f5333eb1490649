// Hook 6: starts the container.
#include <spdlog/spdlog.h>

#include "agent/hooks/hook.h"
#include "agent/reasons.h"

namespace berth::agent::hooks {

namespace {

/// The engine may still come to a start that was given up: the container must not run then.
net::Task<void> stop_what_starts_late(ContainerStart& start) {
  const auto grace =
      std::chrono::ceil<std::chrono::seconds>(start.services.settings.container_stop_timeout);
  auto stopped = co_await start.services.docker.stop_container(start.container.docker_id, grace);
  if (!stopped) spdlog::warn("{}: {}", start.container.docker_name, stopped.error().message);
}

}  // namespace

net::Task<Result<void>> start(ContainerStart& start) {
  const auto& services = start.services;
  auto started = co_await services.docker.start_container(
      start.container.docker_id, services.settings.container_start_timeout);
  if (!started) {
    if (started.error().code == "Timeout") co_await stop_what_starts_late(start);
    co_return fail(start_fault(started.error(), services.settings));
  }
  start.container.known = Status::kRunning;
  if (start.container.started_at_ms == 0) {
    start.container.started_at_ms = to_epoch_ms(services.clock.now());
  }
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
