// Sessions that users make of themselves, with and without a second factor, and web identities'.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/authorizer_of_store.h"
#include "services/credential_finder.h"
#include "services/iam/operations.h"
#include "services/sts/operations.h"
#include "services/sts/targets.h"
#include "services/testing.h"

namespace berth::services::sts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kUserPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*"},)"
    R"({"Effect":"Allow","Action":["sts:GetFederationToken","sts:TagSession"],"Resource":"*"}]})";
constexpr const char* kListOnly =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["ecs:List*","iam:*"],)"
    R"("Resource":"*"}})";

class OwnSessionsTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, user));
    aws::iam::PutUserPolicyRequest policy;
    policy.user_name = "ann";
    policy.policy_name = "p";
    policy.policy_document = kUserPolicy;
    ASSERT_TRUE(call(iam::put_user_policy, policy));
    ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
      const auto ann = store::find_user(context.tx, "ann");
      caller_.principal = user_principal(account_, *ann);
      return {};
    }));
  }
  static aws::sts::GetFederationTokenRequest federation(const char* policy = nullptr) {
    aws::sts::GetFederationTokenRequest request;
    request.name = "carl";
    if (policy != nullptr) request.policy = policy;
    return request;
  }
  /// From here on the bearer of these credentials calls, as authentication finds it.
  void become(const aws::sts::Credentials& credentials) {
    const auto found =
        finder_->find(*credentials.access_key_id, *credentials.session_token, clock_.now());
    ASSERT_TRUE(found) << found.error().message;
    caller_.principal = found->principal;
    caller_.session = found->session;
  }
  std::string may(const std::string& action, const berth::iam::ContextKeys& keys = {}) {
    std::string answer = "yes";
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto decided = of_store_->authorize(context, action, "*", keys);
      if (!decided) answer = decided.error().message;
      return {};
    }));
    return answer;
  }
  std::unique_ptr<CredentialFinder> finder_ =
      make_credential_finder(*store_, tokens_, account_,
                             RootKey{AccessKeyId("AKIAROOT000000000000"), Secret("root-secret")});
  std::unique_ptr<Authorizer> of_store_ = make_authorizer(account_, IamMode::kEnforce, {});
};

TEST_F(OwnSessionsTest, AFederatedUserIsNamedAfterItsRequest) {
  const auto made = call(get_federation_token, federation(kListOnly));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->federated_user->arn, "arn:aws:sts::123456789012:federated-user/carl");
  EXPECT_EQ(made->federated_user->federated_user_id, "123456789012:carl");
  EXPECT_GT(made->packed_policy_size.value_or(0), 0);
  EXPECT_EQ(made->credentials->expiration, clock_.now() + std::chrono::hours(12));
  become(*made->credentials);
  EXPECT_EQ(caller_.principal.arn, "arn:aws:sts::123456789012:federated-user/carl");
  EXPECT_EQ(caller_.principal.identity_arn, "arn:aws:iam::123456789012:user/ann");
  const auto who = call(get_caller_identity, aws::sts::GetCallerIdentityRequest());
  EXPECT_EQ(*who->user_id, "123456789012:carl");
  EXPECT_EQ(call(get_federation_token, federation()).error().message,
            "Cannot call GetFederationToken with session credentials");
  EXPECT_EQ(call(get_session_token, aws::sts::GetSessionTokenRequest()).error().code,
            "AccessDenied");
}

TEST_F(OwnSessionsTest, AFederatedUserMayWhatBothAllow) {
  become(*call(get_federation_token, federation(kListOnly))->credentials);
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  EXPECT_THAT(may("ecs:CreateCluster"),
              HasSubstr("User: arn:aws:sts::123456789012:federated-user/carl is not authorized to "
                        "perform: ecs:CreateCluster on resource: * because no session policy"));
  EXPECT_THAT(may("iam:ListUsers"), HasSubstr("because no identity-based policy"));
}

TEST_F(OwnSessionsTest, AFederatedUserWithoutAPolicyMayNothing) {
  const auto made = call(get_federation_token, federation());
  EXPECT_FALSE(made->packed_policy_size);
  become(*made->credentials);
  EXPECT_THAT(may("ecs:ListClusters"), HasSubstr("because no session policy"));
}

TEST_F(OwnSessionsTest, ARootsFederatedUserMayWhatItsPolicySays) {
  caller_.principal = root_principal(account_);
  const auto made = call(get_federation_token, federation(kListOnly));
  EXPECT_EQ(made->credentials->expiration, clock_.now() + std::chrono::hours(1));
  become(*made->credentials);
  EXPECT_EQ(caller_.principal.arn, "arn:aws:sts::123456789012:federated-user/carl");
  EXPECT_EQ(may("iam:ListUsers"), "yes");
  EXPECT_THAT(may("ecs:CreateCluster"), HasSubstr("because no session policy"));
}

TEST_F(OwnSessionsTest, AFederatedUserEndsWithItsUser) {
  const auto made = call(get_federation_token, federation(kListOnly));
  aws::iam::DeleteUserPolicyRequest policy;
  policy.user_name = "ann";
  policy.policy_name = "p";
  ASSERT_TRUE(call(iam::delete_user_policy, policy));
  ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
    store::delete_user(context.tx, caller_.principal.unique_id);
    return {};
  }));
  EXPECT_EQ(
      finder_
          ->find(*made->credentials->access_key_id, *made->credentials->session_token, clock_.now())
          .error()
          .code,
      "InvalidClientTokenId");
}

TEST_F(OwnSessionsTest, FederationAsksForItsActions) {
  auto request = federation();
  request.tags = std::vector<aws::sts::Tag>{{"Team", "a"}};
  ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
    BERTH_ASSIGN(const Targets targets, on_federated_user(context, request));
    EXPECT_EQ(targets.size(), 2u);
    EXPECT_EQ(targets[0].resource, "arn:aws:sts::123456789012:federated-user/carl");
    EXPECT_EQ(targets[1].action, "sts:TagSession");
    for (const Target& target : targets) {
      const std::string action = target.action.empty() ? "sts:GetFederationToken" : target.action;
      EXPECT_TRUE(of_store_->authorize(context, action, target.resource, target.context));
    }
    return {};
  }));
}

TEST_F(OwnSessionsTest, ASecondFactorGoesIntoASessionTokenAndNotIntoARolesSession) {
  aws::sts::GetSessionTokenRequest request;
  caller_.second_factor = true;
  const auto made = call(get_session_token, request);
  ASSERT_TRUE(made) << made.error().message;
  aws::iam::PutUserPolicyRequest policy;
  policy.user_name = "ann";
  policy.policy_name = "p";
  policy.policy_document =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*",)"
      R"("Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},)"
      R"("NumericLessThan":{"aws:MultiFactorAuthAge":"60"}}}})";
  ASSERT_TRUE(call(iam::put_user_policy, policy));
  EXPECT_THAT(may("ecs:ListClusters"), HasSubstr("not authorized")) << "by the key alone";
  become(*made->credentials);
  EXPECT_EQ(caller_.session->mfa_at, clock_.now());
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  clock_.advance(std::chrono::seconds(61));
  EXPECT_THAT(may("ecs:ListClusters"), HasSubstr("not authorized")) << "too long ago";
}

TEST_F(OwnSessionsTest, ASecondFactorIsAConditionOfATrustPolicy) {
  aws::iam::CreateRoleRequest role;
  role.role_name = "guarded";
  role.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"AWS":"arn:aws:iam::123456789012:user/ann"},"Action":"sts:AssumeRole",)"
      R"("Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]})";
  ASSERT_TRUE(call(iam::create_role, role));
  aws::sts::AssumeRoleRequest request;
  request.role_arn = "arn:aws:iam::123456789012:role/guarded";
  request.role_session_name = "s1";
  const auto allowed = [&] {
    const auto done = in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(const Targets targets, on_role_to_assume(context, request));
      return of_store_->authorize(context, "sts:AssumeRole", targets[0].resource,
                                  targets[0].context);
    });
    return done ? std::string("yes") : done.error().message;
  };
  EXPECT_THAT(allowed(), HasSubstr("because no"));
  caller_.second_factor = true;
  EXPECT_EQ(allowed(), "yes");
  const auto made = call(assume_role, request);
  ASSERT_TRUE(made) << made.error().message;
  become(*made->credentials);
  EXPECT_FALSE(caller_.session->mfa_at);
}

TEST_F(OwnSessionsTest, NoContextIsTakenOnTrust) {
  aws::sts::AssumeRoleRequest request;
  request.role_arn = "arn:aws:iam::123456789012:role/any";
  request.role_session_name = "s1";
  request.provided_contexts.emplace().emplace_back();
  const auto done = in_context([&](Context& context) -> Result<void> {
    BERTH_TRY(on_role_to_assume(context, request));
    return {};
  });
  EXPECT_EQ(done.error().code, "ValidationError");
}

TEST_F(OwnSessionsTest, AtMostTenPolicyArns) {
  auto request = federation();
  request.policy_arns.emplace(
      11, aws::sts::PolicyDescriptorType{"arn:aws:iam::aws:policy/AmazonECS_FullAccess"});
  EXPECT_EQ(call(get_federation_token, request).error().code, "ValidationError");
  request.policy_arns->resize(10);
  EXPECT_TRUE(call(get_federation_token, request));
}

TEST_F(OwnSessionsTest, NoMessageIsOneOfBerths) {
  aws::sts::DecodeAuthorizationMessageRequest request;
  request.encoded_message = "abc";
  EXPECT_EQ(call(decode_authorization_message, request).error().code,
            "InvalidAuthorizationMessageException");
}

TEST_F(OwnSessionsTest, AWebIdentityGetsASessionThatKnowsItsProvider) {
  aws::iam::CreateRoleRequest role;
  role.role_name = "web";
  role.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"Federated":"arn:aws:iam::123456789012:oidc-provider/idp.example.com"},)"
      R"("Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],)"
      R"("Condition":{"StringEquals":{"idp.example.com:aud":"app"},)"
      R"("StringLike":{"idp.example.com:sub":"repo:*"}}}]})";
  ASSERT_TRUE(call(iam::create_role, role));
  const std::string provider = "arn:aws:iam::123456789012:oidc-provider/idp.example.com";
  caller_.principal = web_identity_principal(provider);
  caller_.web_identity.emplace();
  caller_.web_identity->issuer = "idp.example.com";
  caller_.web_identity->audience = "app";
  caller_.web_identity->subject = "repo:x";
  caller_.web_identity->tags = {{"Team", "a"}};
  aws::sts::AssumeRoleWithWebIdentityRequest request;
  request.role_arn = "arn:aws:iam::123456789012:role/web";
  request.role_session_name = "s1";
  const auto allowed = [&] {
    const auto done = in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(const Targets targets, on_role_with_web_identity(context, request));
      for (const Target& target : targets) {
        const std::string action =
            target.action.empty() ? "sts:AssumeRoleWithWebIdentity" : target.action;
        BERTH_TRY(of_store_->authorize(context, action, target.resource, target.context));
      }
      return {};
    });
    return done ? std::string("yes") : done.error().message;
  };
  EXPECT_EQ(allowed(), "yes");
  const auto made = call(assume_role_with_web_identity, request);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->subject_from_web_identity_token, "repo:x");
  EXPECT_EQ(made->provider, provider);
  EXPECT_EQ(made->audience, "app");
  caller_.web_identity->subject = "other";
  EXPECT_EQ(allowed(), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  caller_.web_identity->subject = "repo:x";
  caller_.web_identity->source_identity = "ann";
  EXPECT_EQ(allowed(), "Not authorized to perform sts:SetSourceIdentity");
  caller_.principal.arn += "2";
  EXPECT_EQ(allowed(), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  request.role_arn = "arn:aws:iam::123456789012:role/none";
  EXPECT_EQ(allowed(), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  EXPECT_EQ(call(assume_role_with_web_identity, request).error().code, "AccessDenied");

  caller_.web_identity.reset();
  become(*made->credentials);
  EXPECT_THAT(caller_.session->federated_keys,
              ElementsAre(std::pair<std::string, std::string>("aws:FederatedProvider", provider),
                          std::pair<std::string, std::string>("idp.example.com:aud", "app"),
                          std::pair<std::string, std::string>("idp.example.com:sub", "repo:x")));
  EXPECT_THAT(caller_.session->tags, ElementsAre(std::pair<std::string, std::string>("Team", "a")));
  EXPECT_THAT(caller_.session->policies, IsEmpty());
}

}  // namespace
}  // namespace berth::services::sts
