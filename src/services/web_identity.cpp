// See web_identity.h. The signature is verified before any claim but `iss` is looked at.
#include "services/web_identity.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "crypto/hash.h"

namespace berth::services {
namespace {

constexpr std::ptrdiff_t kKeysOfKindMax = 100;
constexpr std::int64_t kSkewMs = 300'000;
constexpr std::string_view kTagsClaim = "https://aws.amazon.com/tags";
constexpr std::string_view kSourceIdentityClaim = "https://aws.amazon.com/source_identity";
constexpr std::string_view kRolesClaim = "https://aws.amazon.com/roles";
constexpr std::size_t kSubjectMax = 255;

Fault invalid_identity(std::string message) {
  return client_fault("InvalidIdentityToken", std::move(message));
}

Fault no_jwt() {
  return invalid_identity(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
      "Token)");
}

Fault malformed_claim(std::string_view name) {
  return invalid_identity(fmt::format("The claim {} of the token is malformed.", name));
}

std::string text_of(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

/// A claim that is a text or a list of texts; none of it where it is not there. Fault
/// InvalidIdentityToken where it is anything else: what cannot be read must not pass for absent.
Result<std::vector<std::string>> texts_of(const aws::JsonValue& object, std::string_view name) {
  std::vector<std::string> texts;
  const aws::JsonValue* const value = object.find(name);
  if (value == nullptr) return texts;
  if (!value->is_string() && !value->is_array()) return fail(malformed_claim(name));
  if (value->is_string()) texts.push_back(value->text());
  for (const aws::JsonValue& each : value->elements) {
    if (!each.is_string()) return fail(malformed_claim(name));
    texts.push_back(each.text());
  }
  return texts;
}

/// A NumericDate (RFC 7519, 2), which STS takes as a whole number only; nothing where it is not
/// there.
Result<std::optional<std::int64_t>> seconds_of(const aws::JsonValue& object,
                                               std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  if (value == nullptr) return std::nullopt;
  std::int64_t seconds = 0;
  const std::string& text = value->text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kFarthest = 4'000'000'000'000;
  if (value->kind != aws::JsonValue::Kind::kNumber || read.ec != std::errc() ||
      read.ptr != text.data() + text.size() || seconds < 0 || seconds > kFarthest) {
    return fail(malformed_claim(name));
  }
  return seconds;
}

Result<std::int64_t> required_seconds_of(const aws::JsonValue& object, std::string_view name) {
  BERTH_ASSIGN(const auto seconds, seconds_of(object, name));
  if (seconds) return *seconds;
  return fail(invalid_identity(fmt::format("Missing a required claim: {}", name)));
}

/// Two readers of one object must not find two things in it (RFC 7519, 4).
bool has_each_once(const aws::JsonValue& object) {
  std::set<std::string_view> names;
  return std::all_of(object.members.begin(), object.members.end(),
                     [&names](const auto& member) { return names.insert(member.first).second; });
}

std::optional<aws::JsonValue> decoded_object(std::string_view part) {
  const auto json = crypto::base64url_decode(part);
  if (!json) return std::nullopt;
  auto tree = aws::parse_json(*json);
  if (!tree || !tree->is_object() || !has_each_once(*tree)) return std::nullopt;
  return std::move(*tree);
}

std::optional<crypto::PublicKey> key_of(const aws::JsonValue& jwk) {
  const auto number = [&jwk](std::string_view name) {
    return crypto::base64url_decode(text_of(jwk, name)).value_or("");
  };
  const std::string kind = text_of(jwk, "kty");
  if (kind == "RSA") return crypto::PublicKey::rsa(number("n"), number("e"));
  if (kind == "EC") return crypto::PublicKey::ec(text_of(jwk, "crv"), number("x"), number("y"));
  return std::nullopt;
}

/// Is the key there to verify signatures (RFC 7517, 4.2 and 4.3)?
bool is_for_signatures(const aws::JsonValue& jwk) {
  const std::string use = text_of(jwk, "use");
  const aws::JsonValue* const operations = jwk.find("key_ops");
  if (!use.empty() && use != "sig") return false;
  if (operations == nullptr) return true;
  const auto& names = operations->elements;
  return std::any_of(names.begin(), names.end(),
                     [](const aws::JsonValue& each) { return each.text() == "verify"; });
}

Result<void> check_times(const WebIdentityToken& token, TimePoint now) {
  BERTH_ASSIGN(const std::int64_t expires, required_seconds_of(token.claims, "exp"));
  BERTH_ASSIGN(const std::int64_t issued, required_seconds_of(token.claims, "iat"));
  BERTH_ASSIGN(const auto not_before, seconds_of(token.claims, "nbf"));
  const std::int64_t now_ms = to_epoch_ms(now);
  if (now_ms >= expires * 1000) {
    return fail(client_fault("ExpiredTokenException",
                             fmt::format("Token expired: current date/time {} must be before the "
                                         "expiration date/time {}",
                                         now_ms / 1000, expires)));
  }
  const std::int64_t from = std::max(issued, not_before.value_or(0));
  if (now_ms + kSkewMs < from * 1000) {
    return fail(invalid_identity(fmt::format(
        "Token is not yet valid: current date/time {} must be after {}", now_ms / 1000, from)));
  }
  return {};
}

/// Of whom it is for: the party that it was issued to, where that is named apart (`azp`), else the
/// first of its audiences that the provider has among its clients.
Result<std::string> audience_of(const WebIdentityToken& token,
                                const store::OidcProviderRecord& provider) {
  BERTH_ASSIGN(std::vector<std::string> audiences, texts_of(token.claims, "aud"));
  if (audiences.empty()) return fail(invalid_identity("Missing a required claim: aud"));
  if (const aws::JsonValue* const party = token.claims.find("azp"); party != nullptr) {
    if (!party->is_string()) return fail(malformed_claim("azp"));
    audiences = {party->text()};
  }
  for (std::string& each : audiences) {
    const auto& clients = provider.client_ids;
    if (std::find(clients.begin(), clients.end(), each) != clients.end()) return std::move(each);
  }
  return fail(invalid_identity("Incorrect token audience"));
}

/// A tag has one value, which the claim holds in a list of one.
Result<void> add_token_tags(const aws::JsonValue& claim, WebIdentity& identity) {
  if (!claim.is_object() || !has_each_once(claim)) return fail(malformed_claim(kTagsClaim));
  if (const aws::JsonValue* const tags = claim.find("principal_tags"); tags != nullptr) {
    if (!tags->is_object()) return fail(malformed_claim(kTagsClaim));
    for (const auto& [key, value] : tags->members) {
      const bool one =
          value.is_array() && value.elements.size() == 1 && value.elements.front().is_string();
      if (!one && !value.is_string()) return fail(malformed_claim(kTagsClaim));
      identity.tags.emplace_back(key, one ? value.elements.front().text() : value.text());
    }
  }
  BERTH_ASSIGN(identity.transitive_tag_keys, texts_of(claim, "transitive_tag_keys"));
  return {};
}

/// What AWS reads besides the claims of OpenID Connect.
Result<void> add_claims_of_aws(const WebIdentityToken& token, WebIdentity& identity) {
  if (const auto* const named = token.claims.find(kSourceIdentityClaim); named != nullptr) {
    if (!named->is_string() || named->text().empty()) {
      return fail(malformed_claim(kSourceIdentityClaim));
    }
    identity.source_identity = named->text();
  }
  if (const aws::JsonValue* const claim = token.claims.find(kTagsClaim); claim != nullptr) {
    BERTH_TRY(add_token_tags(*claim, identity));
  }
  if (token.claims.find(kRolesClaim) != nullptr) {
    BERTH_ASSIGN(identity.roles, texts_of(token.claims, kRolesClaim));
  }
  return {};
}

}  // namespace

Fault no_verification_key() {
  return invalid_identity(
      "Couldn't retrieve verification key from your identity provider,  please reference "
      "AssumeRoleWithWebIdentity documentation for requirements");
}

Result<WebIdentityToken> parse_web_identity_token(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return fail(no_jwt());
  const auto header = decoded_object(token.substr(0, first));
  auto claims = decoded_object(token.substr(first + 1, second - first - 1));
  const auto signature = crypto::base64url_decode(token.substr(second + 1));
  if (!header || !claims || !signature || header->find("crit") != nullptr) return fail(no_jwt());
  WebIdentityToken parsed;
  const auto algorithm = crypto::signature_algorithm(text_of(*header, "alg"));
  if (!algorithm) return fail(invalid_identity("The token's signing algorithm is not supported."));
  parsed.algorithm = *algorithm;
  parsed.key_id = text_of(*header, "kid");
  parsed.issuer = text_of(*claims, "iss");
  if (parsed.issuer.empty()) return fail(invalid_identity("Missing a required claim: iss"));
  parsed.signed_text = std::string(token.substr(0, second));
  parsed.signature = *signature;
  parsed.claims = std::move(*claims);
  return parsed;
}

Result<std::shared_ptr<const IdentityKeys>> IdentityKeys::parse(std::string_view jwks) {
  const auto tree = aws::parse_json(jwks);
  const aws::JsonValue* const keys = tree ? tree->find("keys") : nullptr;
  if (keys == nullptr || !keys->is_array()) return fail(no_verification_key());
  for (const char* kind : {"RSA", "EC"}) {
    const auto& all = keys->elements;
    const auto of_kind = std::count_if(
        all.begin(), all.end(), [kind](const auto& each) { return text_of(each, "kty") == kind; });
    if (of_kind > kKeysOfKindMax) return fail(no_verification_key());
  }
  auto parsed = std::make_shared<IdentityKeys>();
  for (const aws::JsonValue& jwk : keys->elements) {
    if (!is_for_signatures(jwk)) continue;
    auto key = key_of(jwk);
    if (!key) continue;
    const std::string stated = text_of(jwk, "alg");
    const auto algorithm = crypto::signature_algorithm(stated);
    if (!stated.empty() && (!algorithm || !key->fits(*algorithm))) continue;
    parsed->keys_.push_back(Key{text_of(jwk, "kid"), algorithm, std::move(*key)});
  }
  return std::shared_ptr<const IdentityKeys>(std::move(parsed));
}

bool IdentityKeys::fits(const Key& key, const WebIdentityToken& token) const {
  return key.key.fits(token.algorithm) &&
         key.algorithm.value_or(token.algorithm) == token.algorithm &&
         (token.key_id.empty() || key.id == token.key_id);
}

bool IdentityKeys::has_key_for(const WebIdentityToken& token) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const Key& each) { return fits(each, token); });
}

bool IdentityKeys::verify(const WebIdentityToken& token) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& each) {
    return fits(each, token) &&
           each.key.verify(token.algorithm, token.signed_text, token.signature);
  });
}

std::string_view issuer_name(std::string_view issuer) {
  const std::size_t scheme = issuer.find("://");
  return scheme == std::string_view::npos ? issuer : issuer.substr(scheme + 3);
}

Result<WebIdentity> checked_claims(const WebIdentityToken& token,
                                   const store::OidcProviderRecord& provider, TimePoint now) {
  WebIdentity identity;
  identity.issuer = std::string(issuer_name(token.issuer));
  identity.subject = text_of(token.claims, "sub");
  if (identity.subject.empty()) return fail(invalid_identity("Missing a required claim: sub"));
  if (identity.subject.size() > kSubjectMax) return fail(malformed_claim("sub"));
  BERTH_ASSIGN(identity.audience, audience_of(token, provider));
  BERTH_TRY(check_times(token, now));
  BERTH_ASSIGN(identity.methods, texts_of(token.claims, "amr"));
  BERTH_TRY(add_claims_of_aws(token, identity));
  return identity;
}

}  // namespace berth::services
