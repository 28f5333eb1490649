// Hook 2: the create request's own part, its ports, and the names of AWS inside the container.
#include "agent/hooks/hook.h"

namespace berth::agent::hooks {

net::Task<Result<void>> network(ContainerStart& start) {
  BERTH_CO_ASSIGN(start.request,
                  make_create_request(start.task, start.container, start.services.settings));
  add_network(start.request, start.definition, start.services.endpoints);
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
