// iam:UpdateAccessKey: switches a key off or on.
#include "services/iam/access_keys.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> update_access_key(Context& context,
                                     const aws::iam::UpdateAccessKeyRequest& request) {
  BERTH_ASSIGN(const store::AccessKeyRecord key,
               requested_access_key(context, request.user_name, *request.access_key_id));
  if (*request.status == "Expired") {
    return fail(client_fault("ValidationError", "An access key cannot be set to Expired."));
  }
  store::set_access_key_active(context.tx, key.id, *request.status == "Active");
  return aws::Empty{};
}

}  // namespace berth::services::iam
