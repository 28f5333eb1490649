// See web_identity.h. The signature is verified before any claim but `iss` is looked at.
#include "services/web_identity.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "crypto/hash.h"

namespace berth::services {
namespace {

constexpr std::size_t kKeysMax = 64;
constexpr std::size_t kTokenTagsMax = 50;
constexpr std::int64_t kSkewMs = 300'000;
constexpr std::string_view kTagsClaim = "https://aws.amazon.com/tags";
constexpr std::string_view kSourceIdentityClaim = "https://aws.amazon.com/source_identity";

Fault invalid_identity(std::string message) {
  return client_fault("InvalidIdentityToken", std::move(message));
}

Fault no_jwt() {
  return invalid_identity(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
      "Token)");
}

Fault rejected_claim(std::string message) {
  return Fault{"IDPRejectedClaim", std::move(message), 403, {}};
}

std::string text_of(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

/// A claim that is a text or a list of texts.
std::vector<std::string> texts_of(const aws::JsonValue& object, std::string_view name) {
  std::vector<std::string> texts;
  const aws::JsonValue* const value = object.find(name);
  if (value == nullptr) return texts;
  if (value->is_string()) texts.push_back(value->text());
  for (const aws::JsonValue& each : value->elements) {
    if (each.is_string()) texts.push_back(each.text());
  }
  return texts;
}

/// A NumericDate (RFC 7519, 2), fractions cut off.
std::optional<std::int64_t> seconds_of(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  if (value == nullptr || value->kind != aws::JsonValue::Kind::kNumber) return std::nullopt;
  double seconds = 0;
  const std::string& text = value->text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr double kFarthest = 4e12;
  if (read.ec != std::errc() || seconds < 0 || seconds > kFarthest) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

std::optional<aws::JsonValue> decoded_object(std::string_view part) {
  const auto json = crypto::base64url_decode(part);
  if (!json) return std::nullopt;
  auto tree = aws::parse_json(*json);
  if (!tree || !tree->is_object()) return std::nullopt;
  return std::move(*tree);
}

std::optional<crypto::PublicKey> key_of(const aws::JsonValue& jwk) {
  const auto number = [&jwk](std::string_view name) {
    return crypto::base64url_decode(text_of(jwk, name)).value_or("");
  };
  const std::string kind = text_of(jwk, "kty");
  if (kind == "RSA") return crypto::PublicKey::rsa(number("n"), number("e"));
  if (kind == "EC" && text_of(jwk, "crv") == "P-256") {
    return crypto::PublicKey::p256(number("x"), number("y"));
  }
  return std::nullopt;
}

Result<void> check_times(const WebIdentityToken& token, TimePoint now) {
  const auto expires = seconds_of(token.claims, "exp");
  if (!expires) return fail(invalid_identity("Missing a required claim: exp"));
  const auto issued = seconds_of(token.claims, "iat");
  if (!issued) return fail(invalid_identity("Missing a required claim: iat"));
  const std::int64_t now_ms = to_epoch_ms(now);
  if (now_ms >= *expires * 1000) {
    return fail(client_fault("ExpiredTokenException",
                             fmt::format("Token expired: current date/time {} must be before the "
                                         "expiration date/time {}",
                                         now_ms / 1000, *expires)));
  }
  const std::int64_t from = std::max(*issued, seconds_of(token.claims, "nbf").value_or(0));
  if (now_ms + kSkewMs < from * 1000) {
    return fail(invalid_identity(fmt::format(
        "Token is not yet valid: current date/time {} must be after {}", now_ms / 1000, from)));
  }
  return {};
}

/// A tag has one value, which the claim holds in a list of one.
Result<void> add_token_tags(const aws::JsonValue& claim, WebIdentity& identity) {
  if (const aws::JsonValue* const tags = claim.find("principal_tags"); tags != nullptr) {
    for (const auto& [key, value] : tags->members) {
      const bool one =
          value.is_array() && value.elements.size() == 1 && value.elements.front().is_string();
      if (!one && !value.is_string()) {
        return fail(rejected_claim("The value of a principal tag must be one string."));
      }
      identity.tags.emplace_back(key, one ? value.elements.front().text() : value.text());
    }
  }
  if (identity.tags.size() > kTokenTagsMax) {
    return fail(rejected_claim("A token has at most 50 principal tags."));
  }
  identity.transitive_tag_keys = texts_of(claim, "transitive_tag_keys");
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
  parsed.algorithm = text_of(*header, "alg");
  if (parsed.algorithm != "RS256" && parsed.algorithm != "ES256") {
    return fail(invalid_identity("The token's signing algorithm is not supported."));
  }
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
  if (keys == nullptr || !keys->is_array() || keys->elements.size() > kKeysMax) {
    return fail(no_verification_key());
  }
  auto parsed = std::make_shared<IdentityKeys>();
  for (const aws::JsonValue& jwk : keys->elements) {
    const std::string use = text_of(jwk, "use");
    auto key = key_of(jwk);
    if (!key || (!use.empty() && use != "sig")) continue;
    const char* const algorithm = text_of(jwk, "kty") == "RSA" ? "RS256" : "ES256";
    const std::string stated = text_of(jwk, "alg");
    if (!stated.empty() && stated != algorithm) continue;
    parsed->keys_.push_back(Key{text_of(jwk, "kid"), algorithm, std::move(*key)});
  }
  return std::shared_ptr<const IdentityKeys>(std::move(parsed));
}

bool IdentityKeys::fits(const Key& key, const WebIdentityToken& token) const {
  return key.algorithm == token.algorithm && (token.key_id.empty() || key.id == token.key_id);
}

bool IdentityKeys::has_key_for(const WebIdentityToken& token) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const Key& each) { return fits(each, token); });
}

bool IdentityKeys::verify(const WebIdentityToken& token) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& each) {
    if (!fits(each, token)) return false;
    return token.algorithm == "RS256" ? each.key.verify_rs256(token.signed_text, token.signature)
                                      : each.key.verify_es256(token.signed_text, token.signature);
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
  const auto audiences = texts_of(token.claims, "aud");
  if (audiences.empty()) return fail(invalid_identity("Missing a required claim: aud"));
  const auto& accepted = provider.client_ids;
  const auto audience =
      std::find_if(audiences.begin(), audiences.end(), [&accepted](const auto& each) {
        return std::find(accepted.begin(), accepted.end(), each) != accepted.end();
      });
  if (audience == audiences.end()) return fail(invalid_identity("Incorrect token audience"));
  identity.audience = *audience;
  BERTH_TRY(check_times(token, now));
  identity.methods = texts_of(token.claims, "amr");
  identity.source_identity = text_of(token.claims, kSourceIdentityClaim);
  if (const aws::JsonValue* const claim = token.claims.find(kTagsClaim); claim != nullptr) {
    BERTH_TRY(add_token_tags(*claim, identity));
  }
  return identity;
}

}  // namespace berth::services
