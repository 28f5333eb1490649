// iam:ListSAMLProviders: all of them, without their metadata.
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::ListSAMLProvidersResponse> list_saml_providers(
    Context& context, const aws::iam::ListSAMLProvidersRequest&) {
  aws::iam::ListSAMLProvidersResponse response;
  auto& shown = response.saml_provider_list.emplace();
  for (const auto& provider : store::list_saml_providers(context.tx)) {
    auto& each = shown.emplace_back();
    each.arn = provider.arn;
    each.valid_until = from_epoch_ms(provider.valid_until_ms);
    each.create_date = from_epoch_ms(provider.created_at_ms);
  }
  return response;
}

}  // namespace berth::services::iam
