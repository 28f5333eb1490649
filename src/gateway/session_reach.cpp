// See session_reach.h.
#include "gateway/session_reach.h"

#include <fmt/format.h>

#include "services/principals.h"

namespace berth::gateway {

Result<void> check_session_reach(const Call& call) {
  const services::Caller& caller = call.caller;
  if (!caller.session || services::is_role_session(caller.principal)) return {};
  const bool federated = services::is_federated_user(caller.principal);
  if (call.model != nullptr && call.model->name == "iam") {
    if (!federated && caller.session->mfa_at) return {};
    return fail(Fault{
        "InvalidClientTokenId", "The security token included in the request is invalid.", 403, {}});
  }
  if (call.model == nullptr || call.model->name != "sts") return {};
  const std::string& operation = call.operation_name;
  if (operation == "GetCallerIdentity" || (operation == "AssumeRole" && !federated)) return {};
  return fail(Fault{
      "AccessDenied", fmt::format("Cannot call {} with session credentials", operation), 403, {}});
}

}  // namespace berth::gateway
