// iam:UntagSAMLProvider: takes tags from a SAML provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_saml_provider(Context& context,
                                       const aws::iam::UntagSAMLProviderRequest& request) {
  BERTH_ASSIGN(const auto owner, require_saml_provider(context, *request.saml_provider_arn));
  remove_tags(context, owner.arn, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
