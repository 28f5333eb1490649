// iam:ListAccountAliases: the account's alias, where it has one: there is never a second.
#include "services/iam/account_alias.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"
#include "store/iam/installation.h"

namespace berth::services::iam {

Result<aws::iam::ListAccountAliasesResponse> list_account_aliases(
    Context& context, const aws::iam::ListAccountAliasesRequest& request) {
  BERTH_TRY(page_of(request));
  aws::iam::ListAccountAliasesResponse response;
  auto& aliases = response.account_aliases.emplace();
  auto alias = store::find_installation_value(context.tx, kAccountAlias);
  if (alias) aliases.push_back(std::move(*alias));
  response.is_truncated = false;
  return response;
}

}  // namespace berth::services::iam
