// The tables behind identity_providers.h.
#include "store/iam/identity_providers.h"

#include "store/rows.h"

namespace berth::store {
namespace {

std::vector<std::string> entries_of(Transaction& tx, std::string_view arn, std::string_view kind) {
  return all_rows(
      tx,
      "SELECT value FROM iam_oidc_entries WHERE provider_arn = ?1 AND kind = ?2 ORDER BY position",
      {arn, kind}, text_of_row);
}

void put_entries(Transaction& tx, std::string_view arn, std::string_view kind,
                 const std::vector<std::string>& values) {
  tx.execute("DELETE FROM iam_oidc_entries WHERE provider_arn = ?1 AND kind = ?2", {arn, kind});
  std::int64_t position = 0;
  for (const std::string& value : values) {
    tx.execute(
        "INSERT INTO iam_oidc_entries (provider_arn, kind, position, value) "
        "VALUES (?1, ?2, ?3, ?4)",
        {arn, kind, position++, value});
  }
}

SamlProviderRecord saml_provider_of(const Row& row) {
  SamlProviderRecord provider;
  provider.arn = row.text(0);
  provider.id = row.text(1);
  provider.document = row.text(2);
  if (!row.is_null(3)) provider.encryption_mode = row.text(3);
  provider.created_at_ms = row.integer(4);
  provider.valid_until_ms = row.integer(5);
  return provider;
}

Param mode_of(const SamlProviderRecord& provider) {
  return provider.encryption_mode ? Param(std::string_view(*provider.encryption_mode))
                                  : Param(nullptr);
}

}  // namespace

std::optional<OidcProviderRecord> find_oidc_provider(Transaction& tx, std::string_view arn) {
  std::optional<OidcProviderRecord> found;
  tx.query("SELECT arn, issuer, created_at_ms FROM iam_oidc_providers WHERE arn = ?1", {arn},
           [&found](const Row& row) {
             found.emplace();
             found->arn = row.text(0);
             found->issuer = row.text(1);
             found->created_at_ms = row.integer(2);
             return false;
           });
  if (!found) return found;
  found->client_ids = entries_of(tx, arn, "client");
  found->thumbprints = entries_of(tx, arn, "thumbprint");
  return found;
}

bool insert_oidc_provider(Transaction& tx, const OidcProviderRecord& provider) {
  const bool inserted =
      tx.execute(
          "INSERT INTO iam_oidc_providers (arn, issuer, created_at_ms) VALUES (?1, ?2, ?3) "
          "ON CONFLICT (arn) DO NOTHING",
          {provider.arn, provider.issuer, provider.created_at_ms}) == 1;
  if (inserted) update_oidc_provider(tx, provider);
  return inserted;
}

void update_oidc_provider(Transaction& tx, const OidcProviderRecord& provider) {
  put_entries(tx, provider.arn, "client", provider.client_ids);
  put_entries(tx, provider.arn, "thumbprint", provider.thumbprints);
}

void delete_oidc_provider(Transaction& tx, std::string_view arn) {
  tx.execute("DELETE FROM iam_oidc_entries WHERE provider_arn = ?1", {arn});
  tx.execute("DELETE FROM iam_oidc_providers WHERE arn = ?1", {arn});
}

std::vector<std::string> list_oidc_providers(Transaction& tx) {
  return all_rows(tx, "SELECT arn FROM iam_oidc_providers ORDER BY arn", {}, text_of_row);
}

std::optional<SamlProviderRecord> find_saml_provider(Transaction& tx, std::string_view arn) {
  return first_row(tx,
                   "SELECT arn, id, document, encryption_mode, created_at_ms, valid_until_ms "
                   "FROM iam_saml_providers WHERE arn = ?1",
                   {arn}, saml_provider_of);
}

bool insert_saml_provider(Transaction& tx, const SamlProviderRecord& provider) {
  return tx.execute(
             "INSERT INTO iam_saml_providers "
             "(arn, id, document, encryption_mode, created_at_ms, valid_until_ms) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (arn) DO NOTHING",
             {provider.arn, provider.id, provider.document, mode_of(provider),
              provider.created_at_ms, provider.valid_until_ms}) == 1;
}

void update_saml_provider(Transaction& tx, const SamlProviderRecord& provider) {
  tx.execute(
      "UPDATE iam_saml_providers SET document = ?1, encryption_mode = ?2, valid_until_ms = ?3 "
      "WHERE arn = ?4",
      {provider.document, mode_of(provider), provider.valid_until_ms, provider.arn});
}

void delete_saml_provider(Transaction& tx, std::string_view arn) {
  tx.execute("DELETE FROM iam_saml_providers WHERE arn = ?1", {arn});
}

std::vector<SamlProviderRecord> list_saml_providers(Transaction& tx) {
  return all_rows(tx,
                  "SELECT arn, id, document, encryption_mode, created_at_ms, valid_until_ms "
                  "FROM iam_saml_providers ORDER BY arn",
                  {}, saml_provider_of);
}

}  // namespace berth::store
