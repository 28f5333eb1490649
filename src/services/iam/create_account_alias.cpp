// iam:CreateAccountAlias: the one name that an account may have besides its number. A new one takes
// the place of that before.
#include <fmt/format.h>

#include "services/iam/account_alias.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/installation.h"

namespace berth::services::iam {

Result<aws::Empty> create_account_alias(Context& context,
                                        const aws::iam::CreateAccountAliasRequest& request) {
  if (store::find_installation_value(context.tx, kAccountAlias) == request.account_alias) {
    return fail(entity_already_exists(
        fmt::format("The account alias {} already exists.", *request.account_alias)));
  }
  store::put_installation_value(context.tx, kAccountAlias, *request.account_alias);
  return aws::Empty{};
}

}  // namespace berth::services::iam
