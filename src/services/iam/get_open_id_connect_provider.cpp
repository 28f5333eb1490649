// iam:GetOpenIDConnectProvider: an issuer, its URL without the scheme.
#include "services/entity_names.h"
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"
#include "services/web_identity.h"

namespace berth::services::iam {

Result<aws::iam::GetOpenIDConnectProviderResponse> get_open_id_connect_provider(
    Context& context, const aws::iam::GetOpenIDConnectProviderRequest& request) {
  BERTH_ASSIGN(const auto provider,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  aws::iam::GetOpenIDConnectProviderResponse response;
  response.url = std::string(issuer_name(provider.issuer));
  response.client_id_list = provider.client_ids;
  response.thumbprint_list = provider.thumbprints;
  response.create_date = from_epoch_ms(provider.created_at_ms);
  response.tags = shown_tags_or_none(context, provider.arn);
  return response;
}

}  // namespace berth::services::iam
