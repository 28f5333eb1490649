// iam:UntagOpenIDConnectProvider: takes tags from an OpenID Connect provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_open_id_connect_provider(
    Context& context, const aws::iam::UntagOpenIDConnectProviderRequest& request) {
  BERTH_ASSIGN(const auto owner,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  remove_tags(context, owner.arn, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
