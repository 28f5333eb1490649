// iam:ListOpenIDConnectProviders: the ARNs of all of them.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::ListOpenIDConnectProvidersResponse> list_open_id_connect_providers(
    Context& context, const aws::iam::ListOpenIDConnectProvidersRequest&) {
  aws::iam::ListOpenIDConnectProvidersResponse response;
  auto& shown = response.open_id_connect_provider_list.emplace();
  for (std::string& arn : store::list_oidc_providers(context.tx)) {
    shown.emplace_back().arn = std::move(arn);
  }
  return response;
}

}  // namespace berth::services::iam
