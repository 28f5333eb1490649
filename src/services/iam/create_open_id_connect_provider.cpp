// iam:CreateOpenIDConnectProvider: an issuer of tokens that roles may trust.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kOidcProvidersMax = 100;

}  // namespace

Result<aws::iam::CreateOpenIDConnectProviderResponse> create_open_id_connect_provider(
    Context& context, const aws::iam::CreateOpenIDConnectProviderRequest& request) {
  BERTH_TRY(check_tags(request.tags));
  BERTH_ASSIGN(const std::string name, oidc_provider_name(*request.url));
  store::OidcProviderRecord provider;
  provider.arn = oidc_provider_arn(context.account, name);
  provider.issuer = *request.url;
  provider.client_ids = request.client_id_list.value_or(std::vector<std::string>());
  BERTH_TRY(check_client_ids(provider.client_ids));
  BERTH_ASSIGN(provider.thumbprints,
               accepted_thumbprints(request.thumbprint_list.value_or(std::vector<std::string>())));
  provider.created_at_ms = to_epoch_ms(context.now);
  if (store::list_oidc_providers(context.tx).size() >= kOidcProvidersMax) {
    return fail(Fault{"LimitExceeded",
                      fmt::format("Cannot exceed quota for OpenIdConnectProvidersPerAccount: {}",
                                  kOidcProvidersMax),
                      409,
                      {}});
  }
  if (!store::insert_oidc_provider(context.tx, provider)) {
    return fail(Fault{"EntityAlreadyExists",
                      fmt::format("Provider with url {} already exists.", provider.issuer),
                      409,
                      {}});
  }
  BERTH_TRY(put_tags(context, provider.arn, request.tags));
  aws::iam::CreateOpenIDConnectProviderResponse response;
  response.open_id_connect_provider_arn = provider.arn;
  response.tags = shown_tags_or_none(context, provider.arn);
  return response;
}

}  // namespace berth::services::iam
