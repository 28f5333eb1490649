// OpenID Connect and SAML providers as requests name them, with the rules for what they hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/iam.h"
#include "base/clock.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/identity_providers.h"

namespace berth::services::iam {

/// What a provider's ARN says of its URL. Faults ValidationError and InvalidInput for URLs that are
/// none: https, without port, query and fragment. Unlike AWS, http and ports are let through for
/// this machine itself (127.0.0.1, ::1, localhost), so that an issuer can be tried here.
Result<std::string> oidc_provider_name(const std::string& url);
/// LimitExceeded past a hundred client ids.
Result<void> check_client_ids(const std::vector<std::string>& client_ids);
/// InvalidInput past five. Kept in lower case.
Result<std::vector<std::string>> accepted_thumbprints(std::vector<std::string> thumbprints);

/// Fault NoSuchEntity.
Result<store::OidcProviderRecord> require_oidc_provider(Context& context, std::string_view arn);
Result<store::SamlProviderRecord> require_saml_provider(Context& context, std::string_view arn);

std::string saml_provider_arn(const Context& context, std::string_view name);
/// Until when the metadata is good: its `validUntil`, else a hundred years on. InvalidInput where
/// the text is no SAML 2.0 metadata (an EntityDescriptor with an entityID).
Result<TimePoint> checked_saml_metadata(const std::string& document, TimePoint now);
/// InvalidInput where an encryption key is given: AssumeRoleWithSAML, which would use it, is not
/// served.
Result<void> refuse_saml_keys(const std::optional<std::string>& private_key);

}  // namespace berth::services::iam
