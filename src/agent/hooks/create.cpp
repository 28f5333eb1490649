// Hook 5: creates the container, or finds the one that an earlier run of the agent made.
#include "agent/hooks/hook.h"
#include "agent/logs/container_logs.h"
#include "agent/reasons.h"
#include "agent/trust_bundles.h"

namespace berth::agent::hooks {

namespace {

/// Docker volumes of this task alone go when its containers go.
void note_volumes(ContainerStart& start) {
  if (!start.task.payload.volumes) return;
  start.task.volumes.clear();
  for (const auto& volume : *start.task.payload.volumes) {
    const bool on_host = volume.host && !volume.host->source_path.value_or("").empty();
    const bool shared =
        volume.docker_volume_configuration && volume.docker_volume_configuration->scope == "shared";
    if (!on_host && !shared) start.task.volumes.push_back(docker_volume_name(start.task, volume));
  }
}

/// The agent delivers the log, or the engine's driver does.
net::Task<void> settle_log(ContainerStart& start) {
  const auto& services = start.services;
  const auto target = find_log_target(start.task, start.definition, services.logs);
  // Lines of a terminal have no frames: where one ends is the engine's to know.
  if (services.logs.by_agent && target && !start.request.tty.value_or(false)) {
    const bool opened = co_await services.container_logs->open(*target);
    start.container.log_by_agent = opened;
  }
  if (start.container.log_by_agent) {
    keep_log_for_agent(start.request);
  } else {
    add_log_delivery(start.request, start.task, start.definition, services.logs);
  }
}

}  // namespace

net::Task<Result<void>> create(ContainerStart& start) {
  const auto& services = start.services;
  auto& container = start.container;
  if (!container.docker_id.empty()) co_return Result<void>();
  if (!container.docker_name.empty()) {
    // The name was chosen before a crash: the container may be there or not.
    const auto found = co_await services.docker.inspect_container(container.docker_name);
    if (found && found->id) container.docker_id = *found->id;
  } else {
    container.docker_name = make_docker_name(start.task, container.name, services.random);
  }
  if (container.docker_id.empty()) {
    note_volumes(start);
    co_await settle_log(start);
    if (auto saved = services.save(); !saved) co_return fail(saved.error());
    auto id = co_await services.docker.create_container(container.docker_name, start.request,
                                                        services.settings.container_create_timeout);
    if (!id) co_return fail(create_fault(id.error(), services.settings));
    container.docker_id = *id;
  }
  container.known = Status::kCreated;
  container.created_at_ms = to_epoch_ms(services.clock.now());
  if (services.endpoints.transparent) {
    co_await services.bundles.complete(services.docker, container.image_id, container.docker_id);
  }
  services.publish(start.task);
  co_return services.save();
}

}  // namespace berth::agent::hooks
