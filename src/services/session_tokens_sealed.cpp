// A token's inside: a version, whose session it is, its times, and what narrows and marks it.
#include "services/session_tokens_sealed.h"

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "services/entity_names.h"
#include "services/principals.h"
#include "services/token_fields.h"

namespace berth::services {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kSecretCharacters = 40;

enum class Bearer : std::uint64_t { kRoot = 0, kUser = 1, kRole = 2 };

Fault invalid_token() {
  return client_fault("InvalidToken", "The session token is invalid.");
}

void write_principal(FieldWriter& fields, const iam::Principal& principal,
                     const SessionFacts& facts) {
  if (is_root(principal)) {
    fields.number(static_cast<std::uint64_t>(Bearer::kRoot));
    return;
  }
  const std::string arn = identity_arn_of(principal);
  const auto name = parse_iam_arn(arn).value_or(EntityName{});
  const bool role = is_role_session(principal);
  fields.number(static_cast<std::uint64_t>(role ? Bearer::kRole : Bearer::kUser));
  fields.text(facts.role_unique_id);
  fields.text(name.path);
  fields.text(name.name);
  if (role) fields.text(std::string_view(principal.arn).substr(principal.arn.rfind('/') + 1));
}

std::optional<iam::Principal> read_principal(FieldReader& fields, const AccountId& account,
                                             SessionFacts& facts) {
  const std::uint64_t bearer = fields.number();
  if (bearer == static_cast<std::uint64_t>(Bearer::kRoot)) {
    facts.role_unique_id = account.str();
    return root_principal(account);
  }
  facts.role_unique_id = fields.text();
  const std::string path = fields.text();
  const std::string name = fields.text();
  if (bearer == static_cast<std::uint64_t>(Bearer::kUser)) {
    store::UserRecord user;
    user.id = facts.role_unique_id;
    user.path = path;
    user.name = name;
    return user_principal(account, user);
  }
  if (bearer != static_cast<std::uint64_t>(Bearer::kRole)) return std::nullopt;
  store::RoleRecord role;
  role.id = facts.role_unique_id;
  role.path = path;
  role.name = name;
  return role_session_principal(account, role, fields.text());
}

void write_facts(FieldWriter& fields, const SessionFacts& facts) {
  fields.number(static_cast<std::uint64_t>(to_epoch_ms(facts.issued_at)));
  fields.number(static_cast<std::uint64_t>((facts.expires_at - facts.issued_at).count()));
  fields.number(facts.chained ? 1 : 0);
  fields.text(facts.source_identity);
  fields.number(facts.policies.size());
  for (const std::string& policy : facts.policies) fields.text(policy);
  fields.number(facts.tags.size());
  for (const auto& [key, value] : facts.tags) {
    fields.text(key);
    fields.text(value);
  }
  fields.number(facts.transitive_tag_keys.size());
  for (const std::string& key : facts.transitive_tag_keys) fields.text(key);
}

void read_facts(FieldReader& fields, SessionFacts& facts) {
  facts.issued_at = from_epoch_ms(static_cast<std::int64_t>(fields.number()));
  facts.expires_at =
      facts.issued_at + std::chrono::milliseconds(static_cast<std::int64_t>(fields.number()));
  facts.chained = fields.number() != 0;
  facts.source_identity = fields.text();
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    facts.policies.push_back(fields.text());
  }
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    std::string key = fields.text();
    std::string value = fields.text();
    facts.tags.emplace_back(std::move(key), std::move(value));
  }
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    facts.transitive_tag_keys.push_back(fields.text());
  }
}

/// Keys for one purpose each, so that a token tells nothing of a secret.
Secret derived_key(const Secret& key, std::string_view purpose) {
  return Secret(std::string(crypto::as_text(crypto::hmac_sha256(key.reveal(), purpose))));
}

}  // namespace

SealedSessionTokens::SealedSessionTokens(const Secret& sealing_key, AccountId account)
    : seal_key_(derived_key(sealing_key, "berth session token")),
      secrets_key_(derived_key(sealing_key, "berth session secret")),
      account_(std::move(account)) {}

Secret SealedSessionTokens::secret_access_key_of(std::string_view access_key_id) const {
  const crypto::Digest digest = crypto::hmac_sha256(secrets_key_.reveal(), access_key_id);
  return Secret(crypto::base64_encode(crypto::as_text(digest)).substr(0, kSecretCharacters));
}

SessionCredentials SealedSessionTokens::issue(const iam::Principal& principal,
                                              const SessionFacts& facts, Random& random) const {
  const std::string access_key_id = "ASIA" + random_base32(random, 16);
  FieldWriter fields;
  fields.number(kVersion);
  write_principal(fields, principal, facts);
  write_facts(fields, facts);
  const std::string sealed = crypto::seal(seal_key_.reveal(), fields.take(), access_key_id, random);
  return SessionCredentials{AccessKeyId(access_key_id), secret_access_key_of(access_key_id),
                            Secret(crypto::base64_encode(sealed)), facts.expires_at};
}

Result<OpenedSession> SealedSessionTokens::open(std::string_view token,
                                                std::string_view access_key_id) const {
  const auto sealed = crypto::base64_decode(token);
  if (!sealed) return fail(invalid_token());
  const auto bytes = crypto::open_seal(seal_key_.reveal(), *sealed, access_key_id);
  if (!bytes) return fail(invalid_token());
  FieldReader fields(*bytes);
  if (fields.number() != kVersion) return fail(invalid_token());
  OpenedSession session;
  auto principal = read_principal(fields, account_, session.facts);
  read_facts(fields, session.facts);
  if (!principal || !fields.ok() || !fields.at_end()) return fail(invalid_token());
  session.access_key_id = AccessKeyId(access_key_id);
  session.secret_access_key = secret_access_key_of(access_key_id);
  session.principal = std::move(*principal);
  return session;
}

}  // namespace berth::services
