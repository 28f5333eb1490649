// sts:GetAccessKeyInfo: the account that an access key belongs to.
#include "services/sts/operations.h"
#include "store/iam/users.h"

namespace berth::services::sts {

Result<aws::sts::GetAccessKeyInfoResponse> get_access_key_info(
    Context& context, const aws::sts::GetAccessKeyInfoRequest& request) {
  const bool known = *request.access_key_id == context.caller.access_key_id.str() ||
                     store::find_access_key(context.tx, *request.access_key_id).has_value();
  if (!known) {
    return fail(client_fault("ValidationError", "The access key is not known to this account."));
  }
  aws::sts::GetAccessKeyInfoResponse response;
  response.account = context.account.str();
  return response;
}

}  // namespace berth::services::sts
