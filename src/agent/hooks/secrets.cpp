// Hook 4: refuses what asks for secrets, which this agent does not fetch.
#include "agent/hooks/hook.h"

namespace berth::agent::hooks {

net::Task<Result<void>> secrets(ContainerStart& start) {
  const auto& wanted = start.definition.secrets;
  if (!wanted || wanted->empty()) co_return Result<void>();
  co_return fail(client_fault("ResourceInitializationError",
                              "unable to pull secrets or registry auth: container " +
                                  start.container.name + " wants the secret " +
                                  wanted->front().name.value_or("") +
                                  ", and this agent does not fetch secrets"));
}

}  // namespace berth::agent::hooks
