// Tokens of identity providers: which are believed, and what is said of the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "crypto/testing.h"
#include "services/web_identity.h"

namespace berth::services {
namespace {

using crypto::test_support::SigningKey;
using testing::ElementsAre;

constexpr std::int64_t kNow = 1'760'000'000;

std::string claims(const std::string& more = "", std::int64_t expires = kNow + 600) {
  return fmt::format(
      R"({{"iss":"https://idp.example.com/a","sub":"repo:x","aud":["other","app"],"iat":{},"exp":{}{}}})",
      kNow - 5, expires, more);
}

std::string key_set(const SigningKey& key, const std::string& kid = "k1") {
  return R"({"keys":[{"kty":"oct","kid":"k1","k":"AAAA"},)" + key.jwk(kid) + "]}";
}

std::string outcome(const std::string& token) {
  const auto parsed = parse_web_identity_token(token);
  if (!parsed) return parsed.error().code + ": " + parsed.error().message;
  store::OidcProviderRecord provider;
  provider.client_ids = {"app"};
  const auto checked = checked_claims(*parsed, provider, from_epoch_ms(kNow * 1000));
  return checked ? "good" : checked.error().code + ": " + checked.error().message;
}

class WebIdentityKinds : public testing::TestWithParam<SigningKey::Kind> {};

TEST_P(WebIdentityKinds, SignaturesAreVerifiedWithTheKeyThatIsNamed) {
  const SigningKey key(GetParam());
  const SigningKey other(GetParam());
  const auto keys = IdentityKeys::parse(key_set(key));
  ASSERT_TRUE(keys);
  const auto token = parse_web_identity_token(key.token("k1", claims()));
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->issuer, "https://idp.example.com/a");
  EXPECT_TRUE((*keys)->has_key_for(*token));
  EXPECT_TRUE((*keys)->verify(*token));
  EXPECT_FALSE((*keys)->verify(*parse_web_identity_token(other.token("k1", claims()))));
  const auto unknown = parse_web_identity_token(key.token("k2", claims()));
  EXPECT_FALSE((*keys)->has_key_for(*unknown));
  EXPECT_FALSE((*keys)->verify(*unknown));
  auto changed = *token;
  changed.signed_text += "x";
  EXPECT_FALSE((*keys)->verify(changed));
}

INSTANTIATE_TEST_SUITE_P(Kinds, WebIdentityKinds,
                         testing::Values(SigningKey::Kind::kRsa, SigningKey::Kind::kP256,
                                         SigningKey::Kind::kP384, SigningKey::Kind::kP521));

TEST(WebIdentity, AKeyOfOneKindDoesNotVouchForTheOther) {
  const SigningKey rsa(SigningKey::Kind::kRsa);
  const SigningKey ec(SigningKey::Kind::kP256);
  const auto keys = IdentityKeys::parse(key_set(rsa));
  EXPECT_FALSE((*keys)->has_key_for(*parse_web_identity_token(ec.token("k1", claims()))));
}

TEST(WebIdentity, WhatIsNoTokenIsSaidToBeNone) {
  const std::string no_jwt =
      "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if "
      "you sent an Access Token)";
  for (const char* token : {"", "abc", "a.b.c", "e30.e30", "e30.e30.", "W10.e30.AA"}) {
    const std::string found = outcome(token);
    EXPECT_TRUE(found == no_jwt || std::string_view(token) == "e30.e30.") << token << found;
  }
  // {"alg":"none"} and {"alg":"HS256"}: nobody has signed, or anybody.
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS256"})"}) {
    const std::string token =
        crypto::base64url_encode(header) + "." + crypto::base64url_encode(claims()) + ".AAAA";
    EXPECT_EQ(outcome(token).substr(0, 20), "InvalidIdentityToken");
  }
  EXPECT_FALSE(IdentityKeys::parse("{}"));
  EXPECT_FALSE(IdentityKeys::parse("<html>"));
}

TEST(WebIdentity, ClaimsAreChecked) {
  const SigningKey key(SigningKey::Kind::kP256);
  const auto of = [&key](const std::string& text) { return outcome(key.token("k1", text)); };
  EXPECT_EQ(of(claims()), "good");
  EXPECT_EQ(of(claims("", kNow)),
            "ExpiredTokenException: Token expired: current date/time 1760000000 must be before the "
            "expiration date/time 1760000000");
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":"none","exp":1,"iat":1})"),
            "InvalidIdentityToken: Incorrect token audience");
  EXPECT_EQ(of(R"({"iss":"i","sub":"s"})"), "InvalidIdentityToken: Missing a required claim: aud");
  EXPECT_EQ(of(R"({"iss":"i","aud":"app"})"),
            "InvalidIdentityToken: Missing a required claim: sub");
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":"app"})"),
            "InvalidIdentityToken: Missing a required claim: exp");
  EXPECT_EQ(of(R"({"sub":"s"})"), "InvalidIdentityToken: Missing a required claim: iss");
  EXPECT_EQ(of(claims(R"(,"nbf":1760009999)")).substr(0, 42),
            "InvalidIdentityToken: Token is not yet val");
}

TEST(WebIdentity, TagsAndSourceIdentityAreClaimsOfAws) {
  const SigningKey key(SigningKey::Kind::kP256);
  store::OidcProviderRecord provider;
  provider.client_ids = {"app"};
  const auto token = parse_web_identity_token(
      key.token("k1", claims(R"(,"amr":["pwd"],"https://aws.amazon.com/source_identity":"ann",)"
                             R"("https://aws.amazon.com/tags":{"principal_tags":{"Team":["a"]},)"
                             R"("transitive_tag_keys":["Team"]})")));
  const auto checked = checked_claims(*token, provider, from_epoch_ms(kNow * 1000));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->issuer, "idp.example.com/a");
  EXPECT_EQ(checked->audience, "app");
  EXPECT_EQ(checked->subject, "repo:x");
  EXPECT_EQ(checked->source_identity, "ann");
  EXPECT_THAT(checked->methods, ElementsAre("pwd"));
  EXPECT_THAT(checked->tags, ElementsAre(std::pair<std::string, std::string>("Team", "a")));
  EXPECT_THAT(checked->transitive_tag_keys, ElementsAre("Team"));
  EXPECT_FALSE(checked->roles);
}

std::string malformed(const std::string& name) {
  return "InvalidIdentityToken: The claim " + name + " of the token is malformed.";
}

TEST(WebIdentity, WhatIsMalformedDoesNotPassForAbsent) {
  const SigningKey key(SigningKey::Kind::kP256);
  const auto with = [&key](const std::string& more) {
    return outcome(key.token("k1", claims("," + more)));
  };
  const std::string tags = "https://aws.amazon.com/tags";
  const std::string principal_tags = '"' + tags + R"(":{"principal_tags":)";
  EXPECT_EQ(with(principal_tags + R"({"Team":["a","b"]}})"), malformed(tags));
  EXPECT_EQ(with(principal_tags + R"({"Team":[]}})"), malformed(tags));
  EXPECT_EQ(with(principal_tags + R"({"Team":7}})"), malformed(tags));
  EXPECT_EQ(with(principal_tags + R"({"Team":{"a":"b"}}})"), malformed(tags));
  EXPECT_EQ(with('"' + tags + R"(":{"transitive_tag_keys":{}})"), malformed("transitive_tag_keys"));
  EXPECT_EQ(with('"' + tags + R"(":[])"), malformed(tags));
  const std::string identity = "https://aws.amazon.com/source_identity";
  EXPECT_EQ(with('"' + identity + R"(":7)"), malformed(identity));
  EXPECT_EQ(with('"' + identity + R"(":"")"), malformed(identity));
  EXPECT_EQ(with(R"("nbf":"soon")"), malformed("nbf"));
  EXPECT_EQ(with(R"("nbf":1.5)"), malformed("nbf"));
  EXPECT_EQ(with(R"("amr":[7])"), malformed("amr"));
  EXPECT_EQ(with(R"("azp":["app"])"), malformed("azp"));
  const auto of = [&key](const std::string& text) { return outcome(key.token("k1", text)); };
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":["app",7]})"), malformed("aud"));
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":"app","exp":"1760009999","iat":1})"),
            malformed("exp"));
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":"app","exp":-1,"iat":1})"), malformed("exp"));
  EXPECT_EQ(of(R"({"iss":"i","sub":"s","aud":"app","exp":1760009999,"iat":1e9})"),
            malformed("iat"));
  EXPECT_EQ(of(R"({"iss":"i","aud":"app","sub":")" + std::string(256, 's') + "\"}"),
            malformed("sub"));
  EXPECT_EQ(of(claims(R"(,"iat":1)")),
            "InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this "
            "error if you sent an Access Token)")
      << "a claim twice";
}

TEST(WebIdentity, ThePartyThatATokenWasIssuedToIsItsAudience) {
  const SigningKey key(SigningKey::Kind::kP256);
  EXPECT_EQ(outcome(key.token("k1", claims(R"(,"azp":"app")"))), "good");
  EXPECT_EQ(outcome(key.token("k1", claims(R"(,"azp":"stranger")"))),
            "InvalidIdentityToken: Incorrect token audience");
}

TEST(WebIdentity, ATokenMaySayForWhichRolesItIs) {
  const SigningKey key(SigningKey::Kind::kP256);
  store::OidcProviderRecord provider;
  provider.client_ids = {"app"};
  const auto token = parse_web_identity_token(
      key.token("k1", claims(R"(,"https://aws.amazon.com/roles":["arn:a","arn:b"])")));
  const auto checked = checked_claims(*token, provider, from_epoch_ms(kNow * 1000));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_THAT(checked->roles.value(), ElementsAre("arn:a", "arn:b"));
}

TEST(WebIdentity, AKeyServesOnlyWhatItSays) {
  const SigningKey key(SigningKey::Kind::kRsa);
  const auto token = parse_web_identity_token(key.token("k1", claims()));
  const auto serves = [&](const std::string& more) {
    std::string jwk = key.jwk("k1");
    jwk.insert(1, more);
    const auto keys = IdentityKeys::parse(R"({"keys":[)" + jwk + "]}");
    return (*keys)->has_key_for(*token) && (*keys)->verify(*token);
  };
  EXPECT_TRUE(serves(R"("alg":"RS256",)"));
  EXPECT_TRUE(serves(R"("key_ops":["verify"],)"));
  EXPECT_FALSE(serves(R"("alg":"RS512",)"));
  EXPECT_FALSE(serves(R"("alg":"ES256",)"));
  EXPECT_FALSE(serves(R"("alg":"none",)"));
  EXPECT_FALSE(serves(R"("use":"enc",)"));
  EXPECT_FALSE(serves(R"("key_ops":["encrypt"],)"));
}

TEST(WebIdentity, AProviderHasAHundredKeysOfAKindAtMost) {
  const SigningKey key(SigningKey::Kind::kP256);
  std::string keys = key.jwk("k0");
  for (int i = 1; i < 100; ++i) keys += "," + key.jwk("k" + std::to_string(i));
  EXPECT_TRUE(IdentityKeys::parse(R"({"keys":[{"kty":"oct"},)" + keys + "]}"));
  EXPECT_FALSE(IdentityKeys::parse(R"({"keys":[)" + key.jwk("k100") + "," + keys + "]}"));
}

TEST(WebIdentity, WhatIsHugeOrDeepIsNoToken) {
  const SigningKey key(SigningKey::Kind::kP256);
  const auto of = [&key](const std::string& text) {
    return outcome(key.token("k1", text)).substr(0, 20);
  };
  EXPECT_EQ(of(claims(",\"x\":" + std::string(100, '[') + std::string(100, ']'))),
            "InvalidIdentityToken");
  EXPECT_EQ(of(std::string(10'000, '[')), "InvalidIdentityToken");
  EXPECT_EQ(outcome(std::string(20'000, '.')).substr(0, 20), "InvalidIdentityToken");
  EXPECT_EQ(outcome(key.token_of(R"({"alg":"ES256","alg":"none"})", claims())).substr(0, 20),
            "InvalidIdentityToken");
  EXPECT_EQ(outcome(key.token_of(R"({"alg":"ES256","crit":["b64"],"b64":false})", claims()))
                .substr(0, 20),
            "InvalidIdentityToken");
  EXPECT_EQ(outcome(key.token_of(R"({"alg":"ES256"})", claims())), "good")
      << "a key id is optional";
}

}  // namespace
}  // namespace berth::services
