// sts:GetCallerIdentity: who the caller is, for any caller, whatever the policies say.
#include "services/principals.h"
#include "services/sts/operations.h"

namespace berth::services::sts {

Result<aws::sts::GetCallerIdentityResponse> get_caller_identity(
    Context& context, const aws::sts::GetCallerIdentityRequest&) {
  aws::sts::GetCallerIdentityResponse response;
  response.user_id = user_id_of(context.caller.principal);
  response.account = context.account.str();
  response.arn = context.caller.principal.arn;
  return response;
}

}  // namespace berth::services::sts
