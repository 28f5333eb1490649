// Hook 3: where the container finds its credentials and metadata, and whom it trusts.
#include "agent/hooks/hook.h"
#include "agent/trust_bundles.h"

namespace berth::agent::hooks {

net::Task<Result<void>> credentials(ContainerStart& start) {
  const auto& services = start.services;
  add_credentials(start.request, start.task, start.container, services.endpoints);
  if (services.endpoints.transparent) {
    BERTH_CO_ASSIGN(const auto path, services.bundles.prepare(start.container.image_id));
    add_trust(start.request, path);
  }
  // Those who serve the container must know it before its first request can come.
  services.publish(start.task);
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
