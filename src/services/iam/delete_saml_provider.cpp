// iam:DeleteSAMLProvider: forgets a SAML provider.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_saml_provider(Context& context,
                                        const aws::iam::DeleteSAMLProviderRequest& request) {
  BERTH_ASSIGN(const auto provider, require_saml_provider(context, *request.saml_provider_arn));
  store::delete_iam_tags(context.tx, provider.arn);
  store::delete_saml_provider(context.tx, provider.arn);
  return aws::Empty{};
}

}  // namespace berth::services::iam
