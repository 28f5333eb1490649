// iam:DeleteAccessKey: a key of a user, or of the caller.
#include "services/iam/access_keys.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> delete_access_key(Context& context,
                                     const aws::iam::DeleteAccessKeyRequest& request) {
  BERTH_ASSIGN(const store::AccessKeyRecord key,
               requested_access_key(context, request.user_name, *request.access_key_id));
  store::delete_access_key(context.tx, key.id);
  return aws::Empty{};
}

}  // namespace berth::services::iam
