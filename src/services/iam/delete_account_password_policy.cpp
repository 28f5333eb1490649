// iam:DeleteAccountPasswordPolicy: back to the default for passwords.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/passwords.h"

namespace berth::services::iam {

Result<aws::Empty> delete_account_password_policy(Context& context, const aws::Empty&) {
  if (!store::delete_password_policy(context.tx)) {
    return fail(no_such_entity("The account policy with name PasswordPolicy cannot be found."));
  }
  return aws::Empty{};
}

}  // namespace berth::services::iam
