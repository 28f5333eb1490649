// The stage that asks whether the caller may: once for each thing that the operation names.
#include "gateway/stages.h"

namespace berth::gateway {

Result<void> authorise(GatewayParts& parts, Call& call, services::Context& context) {
  BERTH_ASSIGN(const services::Targets targets, call.operation->targets(context, call.input.get()));
  for (const services::Target& target : targets) {
    const std::string_view action = target.action.empty()
                                        ? std::string_view(call.operation->row().iam_action)
                                        : std::string_view(target.action);
    BERTH_TRY(parts.authorizer.authorize(context, action, target.resource, target.context));
  }
  return {};
}

}  // namespace berth::gateway
