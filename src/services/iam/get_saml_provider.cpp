// iam:GetSAMLProvider: a SAML provider with its metadata.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::iam::GetSAMLProviderResponse> get_saml_provider(
    Context& context, const aws::iam::GetSAMLProviderRequest& request) {
  BERTH_ASSIGN(const auto provider, require_saml_provider(context, *request.saml_provider_arn));
  aws::iam::GetSAMLProviderResponse response;
  response.saml_provider_uuid = provider.id;
  response.saml_metadata_document = provider.document;
  response.create_date = from_epoch_ms(provider.created_at_ms);
  response.valid_until = from_epoch_ms(provider.valid_until_ms);
  response.tags = shown_tags_or_none(context, provider.arn);
  response.assertion_encryption_mode = provider.encryption_mode;
  return response;
}

}  // namespace berth::services::iam
