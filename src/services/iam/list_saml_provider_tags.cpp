// iam:ListSAMLProviderTags: the tags of a SAML provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListSAMLProviderTagsResponse> list_saml_provider_tags(
    Context& context, const aws::iam::ListSAMLProviderTagsRequest& request) {
  BERTH_ASSIGN(const auto owner, require_saml_provider(context, *request.saml_provider_arn));
  return tag_page<aws::iam::ListSAMLProviderTagsResponse>(context, owner.arn, request);
}

}  // namespace berth::services::iam
