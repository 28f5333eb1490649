// iam:TagOpenIDConnectProvider: adds tags to an OpenID Connect provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_open_id_connect_provider(
    Context& context, const aws::iam::TagOpenIDConnectProviderRequest& request) {
  BERTH_ASSIGN(const auto owner,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(put_tags(context, owner.arn, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
