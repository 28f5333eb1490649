// iam:DeleteOpenIDConnectProvider: roles that trust it are trusted to nobody then.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_open_id_connect_provider(
    Context& context, const aws::iam::DeleteOpenIDConnectProviderRequest& request) {
  // Documented as idempotent: one that is not there is no error.
  const std::string& arn = *request.open_id_connect_provider_arn;
  if (!store::find_oidc_provider(context.tx, arn)) return aws::Empty{};
  store::delete_iam_tags(context.tx, arn);
  store::delete_oidc_provider(context.tx, arn);
  return aws::Empty{};
}

}  // namespace berth::services::iam
