// iam:TagSAMLProvider: adds tags to a SAML provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_saml_provider(Context& context,
                                     const aws::iam::TagSAMLProviderRequest& request) {
  BERTH_ASSIGN(const auto owner, require_saml_provider(context, *request.saml_provider_arn));
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(put_tags(context, owner.arn, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
