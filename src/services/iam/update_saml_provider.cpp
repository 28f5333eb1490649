// iam:UpdateSAMLProvider: other metadata or another encryption mode.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::UpdateSAMLProviderResponse> update_saml_provider(
    Context& context, const aws::iam::UpdateSAMLProviderRequest& request) {
  BERTH_ASSIGN(auto provider, require_saml_provider(context, *request.saml_provider_arn));
  BERTH_TRY(refuse_saml_keys(request.add_private_key));
  BERTH_TRY(refuse_saml_keys(request.remove_private_key));
  if (request.saml_metadata_document) {
    BERTH_ASSIGN(const TimePoint valid_until,
                 checked_saml_metadata(*request.saml_metadata_document, context.now));
    provider.document = *request.saml_metadata_document;
    provider.valid_until_ms = to_epoch_ms(valid_until);
  }
  if (request.assertion_encryption_mode) {
    provider.encryption_mode = request.assertion_encryption_mode;
  }
  store::update_saml_provider(context.tx, provider);
  aws::iam::UpdateSAMLProviderResponse response;
  response.saml_provider_arn = provider.arn;
  return response;
}

}  // namespace berth::services::iam
