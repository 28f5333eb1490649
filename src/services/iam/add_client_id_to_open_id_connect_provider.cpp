// iam:AddClientIDToOpenIDConnectProvider: one more audience whose tokens count.
#include <algorithm>

#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> add_client_id_to_open_id_connect_provider(
    Context& context, const aws::iam::AddClientIDToOpenIDConnectProviderRequest& request) {
  BERTH_ASSIGN(auto provider,
               require_oidc_provider(context, *request.open_id_connect_provider_arn));
  auto& ids = provider.client_ids;
  if (std::find(ids.begin(), ids.end(), *request.client_id) != ids.end()) return aws::Empty{};
  ids.push_back(*request.client_id);
  BERTH_TRY(check_client_ids(ids));
  store::update_oidc_provider(context.tx, provider);
  return aws::Empty{};
}

}  // namespace berth::services::iam
