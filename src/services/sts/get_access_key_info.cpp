// sts:GetAccessKeyInfo: the account that an access key belongs to, as its id says; the key need not
// be there any more.
#include "services/access_key_ids.h"
#include "services/sts/operations.h"
#include "store/iam/users.h"

namespace berth::services::sts {

Result<aws::sts::GetAccessKeyInfoResponse> get_access_key_info(
    Context& context, const aws::sts::GetAccessKeyInfoRequest& request) {
  const std::string& id = *request.access_key_id;
  const bool known = id == context.caller.access_key_id.str() ||
                     store::find_access_key(context.tx, id).has_value();
  const auto account = known ? std::optional(context.account) : account_of_access_key_id(id);
  if (!account) {
    return fail(client_fault("ValidationError", "The access key is not known to this account."));
  }
  aws::sts::GetAccessKeyInfoResponse response;
  response.account = account->str();
  return response;
}

}  // namespace berth::services::sts
