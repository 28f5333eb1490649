// A token of an issuer on loopback becomes a session; what is no such token does not. And what
// sessions of users cannot reach.
#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "crypto/testing.h"
#include "gateway/testing.h"
#include "gateway/web_identity.h"
#include "services/entity_names.h"
#include "store/iam/identity_providers.h"

namespace berth::gateway {
namespace {

using crypto::test_support::SigningKey;
using testing::HasSubstr;
using testing::StartsWith;

/// An issuer that answers what it is told to.
class Issuer {
 public:
  explicit Issuer(const SigningKey& key) : key_(key) {}

  const std::string& url() const { return url_; }
  int requests() const { return requests_; }

  std::atomic<int> status{200};
  std::atomic<bool> lies{false};
  std::string kid = "k1";

 private:
  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    ++requests_;
    net::HttpResponse response;
    response.status = status;
    if (request.target == "/.well-known/openid-configuration") {
      response.body = fmt::format(R"({{"issuer":"{}","jwks_uri":"{}/keys"}})",
                                  lies ? "https://other" : url_, url_);
    } else if (request.target == "/keys") {
      response.body = R"({"keys":[)" + key_.jwk(kid) + "]}";
    } else {
      response.status = 404;
    }
    co_return response;
  }

  const SigningKey& key_;
  std::atomic<int> requests_ = 0;
  net::test_support::TestServer server_{
      [this](net::HttpRequest request) { return answer(std::move(request)); }};
  std::string url_ = server_.url();
};

class WebIdentityTest : public GatewayTest {
 protected:
  void SetUp() override {
    const auto done = store_->write_and_wait([this](store::Transaction& tx) -> Result<void> {
      store::OidcProviderRecord provider;
      const std::string name = issuer_.url().substr(7);
      provider.arn = services::oidc_provider_arn(account_, name);
      provider.issuer = issuer_.url();
      provider.client_ids = {"app"};
      store::insert_oidc_provider(tx, provider);
      store::RoleRecord role;
      role.id = "AROAAAAAAAAAAAAAAAAAA";
      role.name = "web";
      role.trust_policy =
          fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":)"
                      R"({{"Federated":"{}"}},"Action":"sts:AssumeRoleWithWebIdentity",)"
                      R"("Condition":{{"StringEquals":{{"{}:sub":"me"}}}}}}]}})",
                      provider.arn, name);
      store::insert_role(tx, role);
      return {};
    });
    ASSERT_TRUE(done);
  }
  std::string token(const std::string& subject = "me", const std::string& kid = "k1",
                    std::int64_t lasts_s = 600) {
    const std::int64_t now = to_epoch_ms(clock_.now()) / 1000;
    return key_.token(kid, fmt::format(R"({{"iss":"{}","sub":"{}","aud":"app","iat":{},"exp":{}}})",
                                       issuer_.url(), subject, now, now + lasts_s));
  }
  static net::HttpRequest assume(const std::string& token, const std::string& role = "web") {
    return form(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s1"
        "&RoleArn=arn:aws:iam::123456789012:role/" +
        role + "&WebIdentityToken=" + token);
  }

  SigningKey key_{SigningKey::Kind::kRsa};
  Issuer issuer_{key_};
};

TEST_F(WebIdentityTest, ATokenOfATrustedIssuerBecomesASession) {
  const std::string answer = ask(assume(token()));
  EXPECT_THAT(answer, StartsWith("200 "));
  EXPECT_THAT(answer, HasSubstr("<Arn>arn:aws:sts::123456789012:assumed-role/web/s1</Arn>"));
  EXPECT_THAT(answer, HasSubstr("<SubjectFromWebIdentityToken>me</SubjectFromWebIdentityToken>"));
  EXPECT_THAT(answer, HasSubstr("<Audience>app</Audience>"));
  EXPECT_EQ(issuer_.requests(), 2);
  EXPECT_THAT(ask(assume(token())), StartsWith("200 "));
  EXPECT_EQ(issuer_.requests(), 2) << "the keys are kept";
  clock_.advance(std::chrono::minutes(5));
  EXPECT_THAT(ask(assume(token())), StartsWith("200 "));
  EXPECT_EQ(issuer_.requests(), 4);
}

TEST_F(WebIdentityTest, OnlyTheTrustPolicyDecides) {
  const std::string refused =
      "<Code>AccessDenied</Code><Message>Not authorized to perform "
      "sts:AssumeRoleWithWebIdentity</Message>";
  EXPECT_THAT(ask(assume(token("other"))), HasSubstr(refused));
  EXPECT_THAT(ask(assume(token(), "none")), HasSubstr(refused));
}

TEST_F(WebIdentityTest, WhatIsNoGoodTokenSaysSo) {
  EXPECT_THAT(ask(assume("abcd")),
              HasSubstr("<Code>InvalidIdentityToken</Code><Message>The ID Token provided is not a "
                        "valid JWT."));
  const std::string expired = ask(assume(token("me", "k1", 0)));
  EXPECT_THAT(expired, StartsWith("400 "));
  EXPECT_THAT(expired, HasSubstr("<Code>ExpiredTokenException</Code>"));
  EXPECT_THAT(expired, HasSubstr("<Message>Token expired: current date/time 1760000000 must be "));
  const SigningKey other(SigningKey::Kind::kRsa);
  const std::string forged =
      other.token("k1", fmt::format(R"({{"iss":"{}","sub":"me","aud":"app","iat":1,"exp":{}}})",
                                    issuer_.url(), 1'760'000'600));
  EXPECT_THAT(ask(assume(forged)), HasSubstr("<Code>InvalidIdentityToken</Code>"));
  const std::string stranger =
      key_.token("k1", R"({"iss":"https://idp.example.com","sub":"me","aud":"app"})");
  EXPECT_THAT(ask(assume(stranger)),
              HasSubstr("No OpenIDConnect provider found in your account for "
                        "https://idp.example.com"));
  EXPECT_THAT(ask(form("Action=AssumeRoleWithWebIdentity&Version=2011-06-15")),
              HasSubstr("<Code>ValidationError</Code>"));
}

TEST_F(WebIdentityTest, ATokenMaySayForWhichRolesItIs) {
  const auto of_roles = [this](const std::string& roles) {
    const std::int64_t now = to_epoch_ms(clock_.now()) / 1000;
    return key_.token("k1", fmt::format(R"({{"iss":"{}","sub":"me","aud":"app","iat":{},"exp":{},)"
                                        R"("https://aws.amazon.com/roles":{}}})",
                                        issuer_.url(), now, now + 600, roles));
  };
  EXPECT_THAT(ask(assume(of_roles(R"(["arn:aws:iam::123456789012:role/web"])"))),
              StartsWith("200 "));
  EXPECT_THAT(ask(assume(of_roles(R"("arn:aws:iam::123456789012:role/web")"))), StartsWith("200 "));
  for (const char* roles : {R"(["arn:aws:iam::123456789012:role/other"])", "[]",
                            R"("arn:aws:iam::123456789012:role/*")", "7", "null"}) {
    EXPECT_THAT(ask(assume(of_roles(roles))), HasSubstr("<Code>InvalidIdentityToken</Code>"))
        << roles;
  }
}

TEST_F(WebIdentityTest, WhatTagsAndASourceIdentityMayBeIsChecked) {
  const auto with = [this](const std::string& claims) {
    const std::int64_t now = to_epoch_ms(clock_.now()) / 1000;
    return ask(assume(key_.token(
        "k1", fmt::format(R"({{"iss":"{}","sub":"me","aud":"app","iat":{},"exp":{},{}}})",
                          issuer_.url(), now, now + 600, claims))));
  };
  const std::string identity = R"("https://aws.amazon.com/source_identity":)";
  EXPECT_THAT(with(identity + R"("an n")"), HasSubstr("at 'sourceIdentity' failed to satisfy"));
  EXPECT_THAT(with(identity + R"("a")"), HasSubstr("at 'sourceIdentity' failed to satisfy"));
  EXPECT_THAT(with(identity + "\"" + std::string(65, 'a') + "\""),
              HasSubstr("<Code>ValidationError</Code>"));
  EXPECT_THAT(with(identity + R"(["ann"])"), HasSubstr("<Code>InvalidIdentityToken</Code>"));
  const std::string tags = R"("https://aws.amazon.com/tags":{"principal_tags":)";
  EXPECT_THAT(with(tags + R"({"Te<am":["a"]}})"), HasSubstr("<Code>ValidationError</Code>"));
  EXPECT_THAT(with(tags + R"({"":["a"]}})"), HasSubstr("<Code>ValidationError</Code>"));
  EXPECT_THAT(with(tags + R"({"aws:x":["a"]}})"), HasSubstr("<Code>InvalidParameterValue</Code>"));
  EXPECT_THAT(with(tags + R"({"Team":["a"],"team":["b"]}})"),
              HasSubstr("Duplicate tag keys found"));
  EXPECT_THAT(with(tags + R"({"Team":[")" + std::string(257, 'v') + R"("]}})"),
              HasSubstr("<Code>ValidationError</Code>"));
  EXPECT_THAT(with(tags + R"({"Team":["a"]},"transitive_tag_keys":["other"]})"),
              HasSubstr("<Code>InvalidParameterValue</Code>"));
  EXPECT_THAT(with(tags + "[]}"), HasSubstr("<Code>InvalidIdentityToken</Code>"));
  EXPECT_THAT(with(R"("https://aws.amazon.com/tags":"x")"),
              HasSubstr("<Code>InvalidIdentityToken</Code>"));
  std::string many;
  for (int i = 0; i < 51; ++i) many += fmt::format(R"({}"k{}":["v"])", i == 0 ? "" : ",", i);
  EXPECT_THAT(with(tags + "{" + many + "}}"), HasSubstr("<Code>ValidationError</Code>"));
  // What is well formed is the trust policy's to allow.
  EXPECT_THAT(with(identity + R"("ann")"), HasSubstr("Not authorized to perform "
                                                     "sts:SetSourceIdentity"));
  EXPECT_THAT(with(tags + R"({"Team":["a"]}})"), HasSubstr("Not authorized to perform "
                                                           "sts:TagSession"));
}

TEST_F(WebIdentityTest, AKeyThatIsNewIsFetchedButNotAtOnceAgain) {
  EXPECT_THAT(ask(assume(token())), StartsWith("200 "));
  issuer_.kid = "k2";
  EXPECT_THAT(ask(assume(token("me", "k2"))),
              HasSubstr("Couldn't retrieve verification key from your identity provider"));
  EXPECT_EQ(issuer_.requests(), 2);
  clock_.advance(std::chrono::seconds(10));
  EXPECT_THAT(ask(assume(token("me", "k2"))), StartsWith("200 "));
  EXPECT_EQ(issuer_.requests(), 4);
}

TEST_F(WebIdentityTest, AKeyThatIsGoodOutlastsAFetchThatFails) {
  EXPECT_THAT(ask(assume(token())), StartsWith("200 "));
  clock_.advance(std::chrono::seconds(10));
  issuer_.status = 500;
  EXPECT_THAT(ask(assume(token("me", "unknown"))), HasSubstr("Couldn't retrieve verification key"));
  const int asked = issuer_.requests();
  EXPECT_THAT(ask(assume(token())), StartsWith("200 ")) << "who made up a key id changed nothing";
  EXPECT_THAT(ask(assume(token("me", "unknown"))), HasSubstr("Couldn't retrieve verification key"));
  EXPECT_EQ(issuer_.requests(), asked);
  clock_.advance(std::chrono::minutes(5));
  EXPECT_THAT(ask(assume(token())), HasSubstr("Couldn't retrieve verification key"));
}

TEST_F(WebIdentityTest, AnIssuerThatDoesNotAnswerWellIsNotBelieved) {
  const std::string no_key = "Couldn't retrieve verification key from your identity provider";
  issuer_.status = 500;
  EXPECT_THAT(ask(assume(token())), HasSubstr(no_key));
  clock_.advance(std::chrono::seconds(10));
  issuer_.status = 200;
  issuer_.lies = true;
  EXPECT_THAT(ask(assume(token())), HasSubstr(no_key));
}

TEST_F(WebIdentityTest, AnIssuerThatIsNotThereIsSaidToBeGone) {
  const auto done = store_->write_and_wait([this](store::Transaction& tx) -> Result<void> {
    store::insert_oidc_provider(tx, {services::oidc_provider_arn(account_, "127.0.0.1:1"),
                                     "http://127.0.0.1:1",
                                     {"app"},
                                     {},
                                     0});
    return {};
  });
  ASSERT_TRUE(done);
  const std::string gone =
      key_.token("k1", R"({"iss":"http://127.0.0.1:1","sub":"me","aud":"app"})");
  EXPECT_THAT(ask(assume(gone)), HasSubstr("<Code>IDPCommunicationError</Code>"));
}

TEST_F(WebIdentityTest, NoPageOfAnotherOriginCanAsk) {
  const auto with = [this](const std::string& name, const std::string& value) {
    net::HttpRequest request = assume(token());
    std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
    request.headers.emplace_back(name, value);
    return ask(std::move(request));
  };
  EXPECT_THAT(with("Host", "evil.example.com"), StartsWith("403 "));
  EXPECT_THAT(with("Host", "sts.amazonaws.com.evil.example.com"), StartsWith("403 "));
  EXPECT_THAT(with("Origin", "http://evil.example.com"), StartsWith("403 "));
  EXPECT_THAT(with("Host", "sts.us-west-2.amazonaws.com"), StartsWith("200 "));
  EXPECT_THAT(with("Host", "sts.amazonaws.com"), StartsWith("200 "));
}

TEST(TrustworthyUrl, IsHttpsOrOfThisMachine) {
  EXPECT_TRUE(is_trustworthy_url("https://idp.example.com/a"));
  EXPECT_TRUE(is_trustworthy_url("http://127.0.0.1:8080/a"));
  EXPECT_TRUE(is_trustworthy_url("http://localhost"));
  EXPECT_FALSE(is_trustworthy_url("http://idp.example.com"));
  EXPECT_FALSE(is_trustworthy_url("http://127.0.0.1.example.com"));
  EXPECT_FALSE(is_trustworthy_url("http://169.254.169.254/"));
  EXPECT_FALSE(is_trustworthy_url("unix:///run/x.sock"));
  EXPECT_FALSE(is_trustworthy_url("file:///etc/passwd"));
}

class SessionReachTest : public GatewayTest {
 protected:
  aws::sigv4::Credentials session(const berth::iam::Principal& principal,
                                  std::optional<TimePoint> mfa_at = {}) {
    services::SessionFacts facts;
    facts.role_unique_id = principal.unique_id;
    facts.issued_at = clock_.now();
    facts.expires_at = clock_.now() + std::chrono::hours(1);
    facts.mfa_at = mfa_at;
    const auto made = tokens_.issue(principal, facts, random_);
    return {made.access_key_id.str(), made.secret_access_key, made.session_token};
  }
  std::string code(const std::string& service, const std::string& body,
                   const aws::sigv4::Credentials& with) {
    const std::string answer = ask(sign(form(body), service, with));
    const std::size_t begin = answer.find("<Code>");
    if (begin == std::string::npos) return answer.substr(0, 3);
    return answer.substr(begin + 6, answer.find('<', begin + 6) - begin - 6);
  }
};

TEST_F(SessionReachTest, UsersSessionsReachIamWithASecondFactorOnly) {
  const auto plain = session(services::root_principal(account_));
  const auto strong = session(services::root_principal(account_), clock_.now());
  const std::string users = "Action=ListUsers&Version=2010-05-08";
  EXPECT_EQ(code("iam", users, plain), "InvalidClientTokenId");
  EXPECT_EQ(code("iam", users, strong), "200");
  const std::string sts = "&Version=2011-06-15";
  EXPECT_EQ(code("sts", "Action=GetCallerIdentity" + sts, plain), "200");
  EXPECT_EQ(code("sts", "Action=GetSessionToken" + sts, plain), "AccessDenied");
  EXPECT_EQ(code("sts", "Action=GetFederationToken&Name=carl" + sts, plain), "AccessDenied");
}

TEST_F(SessionReachTest, FederatedUsersReachNeither) {
  const auto carl = session(
      services::federated_user_principal(account_, services::root_principal(account_), "carl"));
  EXPECT_EQ(code("iam", "Action=ListUsers&Version=2010-05-08", carl), "InvalidClientTokenId");
  EXPECT_EQ(code("sts", "Action=GetCallerIdentity&Version=2011-06-15", carl), "200");
  EXPECT_EQ(code("sts",
                 "Action=AssumeRole&Version=2011-06-15&RoleSessionName=s1"
                 "&RoleArn=arn:aws:iam::123456789012:role/web",
                 carl),
            "AccessDenied");
}

}  // namespace
}  // namespace berth::gateway
