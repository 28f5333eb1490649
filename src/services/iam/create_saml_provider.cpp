// iam:CreateSAMLProvider: a SAML identity provider, as a record: AssumeRoleWithSAML is not served.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/identity_providers.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kSamlProvidersMax = 100;

}  // namespace

Result<aws::iam::CreateSAMLProviderResponse> create_saml_provider(
    Context& context, const aws::iam::CreateSAMLProviderRequest& request) {
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(refuse_saml_keys(request.add_private_key));
  BERTH_ASSIGN(const TimePoint valid_until,
               checked_saml_metadata(*request.saml_metadata_document, context.now));
  store::SamlProviderRecord provider;
  provider.arn = saml_provider_arn(context, *request.name);
  provider.id = new_unique_id(context.random, "ASPR") + random_base32(context.random, 4);
  provider.document = *request.saml_metadata_document;
  provider.encryption_mode = request.assertion_encryption_mode;
  provider.created_at_ms = to_epoch_ms(context.now);
  provider.valid_until_ms = to_epoch_ms(valid_until);
  if (store::list_saml_providers(context.tx).size() >= kSamlProvidersMax) {
    return fail(
        Fault{"LimitExceeded",
              fmt::format("Cannot exceed quota for SamlProvidersPerAccount: {}", kSamlProvidersMax),
              409,
              {}});
  }
  if (!store::insert_saml_provider(context.tx, provider)) {
    return fail(Fault{"EntityAlreadyExists",
                      fmt::format("Provider with name {} already exists.", *request.name),
                      409,
                      {}});
  }
  BERTH_TRY(put_tags(context, provider.arn, request.tags));
  aws::iam::CreateSAMLProviderResponse response;
  response.saml_provider_arn = provider.arn;
  response.tags = shown_tags_or_none(context, provider.arn);
  return response;
}

}  // namespace berth::services::iam
