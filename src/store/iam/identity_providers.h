// Records of the identity providers that an account trusts: OpenID Connect and SAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct OidcProviderRecord {
  std::string arn;
  std::string issuer;  ///< the URL with its scheme: a token's `iss` claim
  std::vector<std::string> client_ids;
  std::vector<std::string> thumbprints;
  std::int64_t created_at_ms = 0;

  bool operator==(const OidcProviderRecord&) const = default;
};

std::optional<OidcProviderRecord> find_oidc_provider(Transaction& tx, std::string_view arn);
/// False where the ARN is taken.
bool insert_oidc_provider(Transaction& tx, const OidcProviderRecord& provider);
/// Writes client ids and thumbprints of the provider with this ARN.
void update_oidc_provider(Transaction& tx, const OidcProviderRecord& provider);
void delete_oidc_provider(Transaction& tx, std::string_view arn);
/// All of them, by ARN: an account has a hundred at most.
std::vector<std::string> list_oidc_providers(Transaction& tx);

struct SamlProviderRecord {
  std::string arn;
  std::string id;        ///< the provider's UUID in GetSAMLProvider
  std::string document;  ///< its metadata, as it was given
  std::optional<std::string> encryption_mode;
  std::int64_t created_at_ms = 0;
  std::int64_t valid_until_ms = 0;

  bool operator==(const SamlProviderRecord&) const = default;
};

std::optional<SamlProviderRecord> find_saml_provider(Transaction& tx, std::string_view arn);
/// False where the ARN is taken.
bool insert_saml_provider(Transaction& tx, const SamlProviderRecord& provider);
/// Writes document, encryption mode and validity of the provider with this ARN.
void update_saml_provider(Transaction& tx, const SamlProviderRecord& provider);
void delete_saml_provider(Transaction& tx, std::string_view arn);
/// All of them, by ARN.
std::vector<SamlProviderRecord> list_saml_providers(Transaction& tx);

}  // namespace berth::store
