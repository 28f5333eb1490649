// iam:ListOpenIDConnectProviderTags: the tags of an OpenID Connect provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListOpenIDConnectProviderTagsResponse> list_open_id_connect_provider_tags(
    Context& context, const aws::iam::ListOpenIDConnectProviderTagsRequest& request) {
  BERTH_ASSIGN(const auto owner,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  return tag_page<aws::iam::ListOpenIDConnectProviderTagsResponse>(context, owner.arn, request);
}

}  // namespace berth::services::iam
