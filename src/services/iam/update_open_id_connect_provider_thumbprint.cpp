// iam:UpdateOpenIDConnectProviderThumbprint: other thumbprints in place of all.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> update_open_id_connect_provider_thumbprint(
    Context& context, const aws::iam::UpdateOpenIDConnectProviderThumbprintRequest& request) {
  BERTH_ASSIGN(auto provider,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  BERTH_ASSIGN(provider.thumbprints, accepted_thumbprints(*request.thumbprint_list));
  store::update_oidc_provider(context.tx, provider);
  return aws::Empty{};
}

}  // namespace berth::services::iam
