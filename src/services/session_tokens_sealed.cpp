// A token's inside: a version, whose session it is, its times, and what narrows and marks it.
#include "services/session_tokens_sealed.h"

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "services/access_key_ids.h"
#include "services/entity_names.h"
#include "services/principals.h"
#include "services/token_fields.h"

namespace berth::services {
namespace {

constexpr std::uint64_t kVersion = 2;
/// Tokens of before second factors and web identities: good until they end.
constexpr std::uint64_t kVersionWithoutFactors = 1;
constexpr std::size_t kSecretCharacters = 40;

enum class Bearer : std::uint64_t {
  kRoot = 0,
  kUser = 1,
  kRole = 2,
  kFederatedUser = 3,
  kFederatedRoot = 4,
};

Fault invalid_token() {
  return client_fault("InvalidToken", "The session token is invalid.");
}

std::string_view session_name_of(const iam::Principal& principal) {
  return std::string_view(principal.arn).substr(principal.arn.rfind('/') + 1);
}

Bearer bearer_of(const iam::Principal& principal, const EntityName& name) {
  if (is_root(principal)) return Bearer::kRoot;
  if (is_role_session(principal)) return Bearer::kRole;
  if (!is_federated_user(principal)) return Bearer::kUser;
  return name.kind == "user" ? Bearer::kFederatedUser : Bearer::kFederatedRoot;
}

void write_principal(FieldWriter& fields, const iam::Principal& principal,
                     const SessionFacts& facts) {
  const auto name = parse_iam_arn(principal.identity_arn).value_or(EntityName{});
  const Bearer bearer = bearer_of(principal, name);
  fields.number(static_cast<std::uint64_t>(bearer));
  if (bearer != Bearer::kRoot && bearer != Bearer::kFederatedRoot) {
    fields.text(facts.role_unique_id);
    fields.text(name.path);
    fields.text(name.name);
  }
  if (bearer != Bearer::kRoot && bearer != Bearer::kUser) fields.text(session_name_of(principal));
}

iam::Principal read_user(FieldReader& fields, const AccountId& account, SessionFacts& facts) {
  store::UserRecord user;
  user.id = facts.role_unique_id = fields.text();
  user.path = fields.text();
  user.name = fields.text();
  return user_principal(account, user);
}

iam::Principal read_role(FieldReader& fields, const AccountId& account, SessionFacts& facts) {
  store::RoleRecord role;
  role.id = facts.role_unique_id = fields.text();
  role.path = fields.text();
  role.name = fields.text();
  return role_session_principal(account, role, fields.text());
}

std::optional<iam::Principal> read_principal(FieldReader& fields, const AccountId& account,
                                             SessionFacts& facts) {
  facts.role_unique_id = account.str();
  switch (static_cast<Bearer>(fields.number())) {
    case Bearer::kRoot:
      return root_principal(account);
    case Bearer::kFederatedRoot:
      return federated_user_principal(account, root_principal(account), fields.text());
    case Bearer::kUser:
      return read_user(fields, account, facts);
    case Bearer::kFederatedUser: {
      const iam::Principal user = read_user(fields, account, facts);
      return federated_user_principal(account, user, fields.text());
    }
    case Bearer::kRole:
      return read_role(fields, account, facts);
  }
  return std::nullopt;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

void write_pairs(FieldWriter& fields, const Pairs& pairs) {
  fields.number(pairs.size());
  for (const auto& [key, value] : pairs) {
    fields.text(key);
    fields.text(value);
  }
}

void read_pairs(FieldReader& fields, Pairs& pairs) {
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    std::string key = fields.text();
    std::string value = fields.text();
    pairs.emplace_back(std::move(key), std::move(value));
  }
}

void write_facts(FieldWriter& fields, const SessionFacts& facts) {
  fields.number(static_cast<std::uint64_t>(to_epoch_ms(facts.issued_at)));
  fields.number(static_cast<std::uint64_t>((facts.expires_at - facts.issued_at).count()));
  fields.number(facts.chained ? 1 : 0);
  fields.text(facts.source_identity);
  fields.number(facts.policies.size());
  for (const std::string& policy : facts.policies) fields.text(policy);
  write_pairs(fields, facts.tags);
  fields.number(facts.transitive_tag_keys.size());
  for (const std::string& key : facts.transitive_tag_keys) fields.text(key);
  fields.number(facts.mfa_at ? static_cast<std::uint64_t>(to_epoch_ms(*facts.mfa_at)) : 0);
  write_pairs(fields, facts.federated_keys);
}

void read_facts(FieldReader& fields, std::uint64_t version, SessionFacts& facts) {
  facts.issued_at = from_epoch_ms(static_cast<std::int64_t>(fields.number()));
  facts.expires_at =
      facts.issued_at + std::chrono::milliseconds(static_cast<std::int64_t>(fields.number()));
  facts.chained = fields.number() != 0;
  facts.source_identity = fields.text();
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    facts.policies.push_back(fields.text());
  }
  read_pairs(fields, facts.tags);
  for (std::uint64_t left = fields.number(); left > 0 && fields.ok(); --left) {
    facts.transitive_tag_keys.push_back(fields.text());
  }
  if (version == kVersionWithoutFactors) return;
  if (const std::uint64_t mfa_at = fields.number(); mfa_at != 0) {
    facts.mfa_at = from_epoch_ms(static_cast<std::int64_t>(mfa_at));
  }
  read_pairs(fields, facts.federated_keys);
}

std::string_view nonce_of(std::string_view sealed) {
  return sealed.substr(0, crypto::kSealNonceBytes);
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

Secret SealedSessionTokens::secret_access_key_of(std::string_view access_key_id,
                                                 std::string_view nonce) const {
  const std::string of = std::string(access_key_id) + std::string(nonce);
  const crypto::Digest digest = crypto::hmac_sha256(secrets_key_.reveal(), of);
  return Secret(crypto::base64_encode(crypto::as_text(digest)).substr(0, kSecretCharacters));
}

SessionCredentials SealedSessionTokens::issue(const iam::Principal& principal,
                                              const SessionFacts& facts, Random& random) const {
  const std::string access_key_id = new_access_key_id(random, "ASIA", account_);
  FieldWriter fields;
  fields.number(kVersion);
  write_principal(fields, principal, facts);
  write_facts(fields, facts);
  const std::string sealed = crypto::seal(seal_key_.reveal(), fields.take(), access_key_id, random);
  return SessionCredentials{AccessKeyId(access_key_id),
                            secret_access_key_of(access_key_id, nonce_of(sealed)),
                            Secret(crypto::base64_encode(sealed)), facts.expires_at};
}

Result<OpenedSession> SealedSessionTokens::open(std::string_view token,
                                                std::string_view access_key_id) const {
  const auto sealed = crypto::base64_decode(token);
  if (!sealed) return fail(invalid_token());
  const auto bytes = crypto::open_seal(seal_key_.reveal(), *sealed, access_key_id);
  if (!bytes) return fail(invalid_token());
  FieldReader fields(*bytes);
  const std::uint64_t version = fields.number();
  if (version != kVersion && version != kVersionWithoutFactors) return fail(invalid_token());
  OpenedSession session;
  auto principal = read_principal(fields, account_, session.facts);
  read_facts(fields, version, session.facts);
  if (!principal || !fields.ok() || !fields.at_end()) return fail(invalid_token());
  session.access_key_id = AccessKeyId(access_key_id);
  session.secret_access_key = secret_access_key_of(
      access_key_id, version == kVersion ? nonce_of(*sealed) : std::string_view());
  session.principal = std::move(*principal);
  return session;
}

}  // namespace berth::services
