// Federated users, who are their users narrowed down, and web identities, who have trust alone.
#include <gtest/gtest.h>

#include "iam/evaluate.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::attached;
using test_support::kAccount;
using test_support::kAlice;
using test_support::kAllowAll;
using test_support::kRole;

constexpr const char* kCarl = "arn:aws:sts::123456789012:federated-user/carl";
constexpr const char* kProvider = "arn:aws:iam::123456789012:oidc-provider/idp.example.com";

Request carl() {
  Request request = test_support::request(kAlice);
  request.principal = {Principal::Kind::kFederatedUser,
                       kCarl,
                       kAccount,
                       kAlice,
                       "AIDAAAAAAAAAAAAAAAAAA",
                       "1234567890:carl"};
  return request;
}

Request bearer() {
  Request request = test_support::request(kAlice, "sts:AssumeRoleWithWebIdentity", kRole);
  request.principal = {Principal::Kind::kWebIdentity, kProvider, "", kProvider, "", kProvider};
  return request;
}

PolicySet federation_trusting(const std::string& principal) {
  PolicySet set;
  set.resource = attached(
      {R"("Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":)" + principal},
      PolicyKind::kTrust);
  set.resource_is_trust = true;
  return set;
}

AttachedPolicy of_resource(const std::string& arn) {
  return attached(
      {R"("Effect":"Allow","Action":"*","Resource":"*","Principal":{"AWS":")" + arn + R"("})"},
      PolicyKind::kResource);
}

TEST(FederatedUser, MayWhatItsUserAndItsSessionAllow) {
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  set.has_session = true;
  EXPECT_FALSE(evaluate(carl(), set).allowed());
  EXPECT_EQ(evaluate(carl(), set).decided_by, PolicyType::kSession);
  set.session = {attached({kAllowAll})};
  EXPECT_TRUE(evaluate(carl(), set).allowed());
  set.identity.clear();
  EXPECT_EQ(evaluate(carl(), set).decided_by, PolicyType::kIdentity);
}

TEST(FederatedUser, IsNamedByAResourcesPolicyItselfOrByItsUser) {
  PolicySet set;
  set.has_session = true;
  set.resource = of_resource(kCarl);
  EXPECT_TRUE(evaluate(carl(), set).allowed());
  set.resource = of_resource(kAlice);
  EXPECT_FALSE(evaluate(carl(), set).allowed()) << "only within its session's policies";
  set.session = {attached({kAllowAll})};
  EXPECT_TRUE(evaluate(carl(), set).allowed());
  set.resource = of_resource("arn:aws:sts::123456789012:federated-user/other");
  EXPECT_FALSE(evaluate(carl(), set).allowed());
}

TEST(FederatedUser, OfTheRootMayWhatItsSessionAllows) {
  Request request = carl();
  request.principal.identity_arn = "arn:aws:iam::123456789012:root";
  request.principal.unique_id = kAccount;
  PolicySet set;
  set.has_session = true;
  EXPECT_FALSE(evaluate(request, set).allowed());
  set.session = {attached({kAllowAll})};
  EXPECT_TRUE(evaluate(request, set).allowed());
}

TEST(WebIdentity, MayWhatATrustPolicyOfItsProviderSays) {
  const std::string own = std::string(R"({"Federated":")") + kProvider + R"("})";
  EXPECT_TRUE(evaluate(bearer(), federation_trusting(own)).allowed());
  EXPECT_FALSE(evaluate(bearer(), federation_trusting(R"({"Federated":")" + std::string(kProvider) +
                                                      R"(2"})"))
                   .allowed());
  EXPECT_FALSE(evaluate(bearer(), federation_trusting(R"({"AWS":"123456789012"})")).allowed());
  EXPECT_FALSE(evaluate(bearer(), {}).allowed());
  PolicySet set = federation_trusting(own);
  set.identity = {attached({kAllowAll})};
  set.resource = of_resource(kAlice);
  EXPECT_FALSE(evaluate(bearer(), set).allowed());
}

}  // namespace
}  // namespace berth::iam
