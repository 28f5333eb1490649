// iam:DeleteAccountAlias: the account is known by its number alone again.
#include <fmt/format.h>

#include "services/iam/account_alias.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/installation.h"

namespace berth::services::iam {

Result<aws::Empty> delete_account_alias(Context& context,
                                        const aws::iam::DeleteAccountAliasRequest& request) {
  if (store::find_installation_value(context.tx, kAccountAlias) != request.account_alias) {
    return fail(no_such_entity(
        fmt::format("The account alias {} cannot be found.", *request.account_alias)));
  }
  store::delete_installation_value(context.tx, kAccountAlias);
  return aws::Empty{};
}

}  // namespace berth::services::iam
