// Who calls, as far as ECS keeps it.
#include "services/ecs/caller.h"

#include "services/principals.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services::ecs {

std::string caller_arn(const Context& context) {
  return context.caller.principal.arn;
}

std::string caller_owner_arn(const Context& context) {
  return identity_arn_of(context.caller.principal);
}

std::string caller_identity(const Context& context) {
  return context.caller.principal.unique_id;
}

bool registrant_is_gone(const Context& context, const store::ContainerInstanceRecord& instance) {
  const std::string& id = instance.registered_by;
  return id != context.account.str() && !store::find_role_by_id(context.tx, id) &&
         !store::find_user_by_id(context.tx, id);
}

Result<void> require_registrant(const Context& context,
                                const store::ContainerInstanceRecord& instance,
                                const std::string& action, const std::string& resource) {
  if (instance.registered_by == caller_identity(context)) return {};
  return fail(client_fault("AccessDeniedException", "User: " + caller_arn(context) +
                                                        " is not authorized to perform: " + action +
                                                        " on resource: " + resource));
}

}  // namespace berth::services::ecs
