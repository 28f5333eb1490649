// iam:RemoveClientIDFromOpenIDConnectProvider: tokens for that audience count no more.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> remove_client_id_from_open_id_connect_provider(
    Context& context, const aws::iam::RemoveClientIDFromOpenIDConnectProviderRequest& request) {
  BERTH_ASSIGN(auto provider,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  std::erase(provider.client_ids, *request.client_id);
  store::update_oidc_provider(context.tx, provider);
  return aws::Empty{};
}

}  // namespace berth::services::iam
