// The order of a decision, and which policy it names.
#include "iam/evaluate.h"

#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::attached;
using test_support::kAccount;
using test_support::kAlice;
using test_support::kAllowAll;
using test_support::kRole;
using test_support::kSession;
using test_support::request;

constexpr std::string_view kDenyAll = R"("Effect":"Deny","Action":"*","Resource":"*")";
constexpr std::string_view kAllowIam = R"("Effect":"Allow","Action":"iam:*","Resource":"*")";

AttachedPolicy resource_policy(const std::string& principal, const char* effect = "Allow") {
  return attached({std::string(R"("Effect":")") + effect +
                   R"(","Action":"*","Resource":"*","Principal":)" + principal},
                  PolicyKind::kResource);
}

AttachedPolicy trust_policy(const std::string& principal) {
  return attached({R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":)" + principal},
                  PolicyKind::kTrust);
}

PolicySet trusting(const std::string& principal, std::vector<AttachedPolicy> identity = {}) {
  PolicySet set;
  set.identity = std::move(identity);
  set.resource = trust_policy(principal);
  set.resource_is_trust = true;
  return set;
}

Request assume(std::string_view principal) {
  return request(principal, "sts:AssumeRole", kRole);
}

std::string aws(std::string_view value) {
  return R"({"AWS":")" + std::string(value) + R"("})";
}

void expect(const Decision& decision, Outcome outcome, PolicyType type) {
  EXPECT_STREQ(to_text(decision.outcome), to_text(outcome));
  EXPECT_EQ(decision.decided_by, type);
}

TEST(Evaluate, WithoutPoliciesNothingIsAllowed) {
  expect(evaluate(request(kAlice), {}), Outcome::kImplicitlyDenied, PolicyType::kIdentity);
}

TEST(Evaluate, AnyDenyWinsAndIsNamed) {
  PolicySet set;
  set.identity = {attached({kAllowAll}), attached({kAllowIam, kDenyAll})};
  const Decision decision = evaluate(request(kAlice), set);
  expect(decision, Outcome::kExplicitlyDenied, PolicyType::kIdentity);
  EXPECT_EQ(decision.policy, &set.identity[1]);
  EXPECT_EQ(decision.statement, 1u);
}

TEST(Evaluate, TheAllowingStatementIsNamed) {
  PolicySet set;
  set.identity = {attached({kAllowIam}), attached({kAllowIam, kAllowAll})};
  const Decision decision = evaluate(request(kAlice), set);
  EXPECT_TRUE(decision.allowed());
  EXPECT_EQ(decision.policy, &set.identity[1]);
  EXPECT_EQ(decision.statement, 1u);
}

TEST(Evaluate, BoundaryAndSessionHaveToAllowToo) {
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  set.boundary = attached({kAllowIam});
  expect(evaluate(request(kAlice), set), Outcome::kImplicitlyDenied, PolicyType::kBoundary);
  set.boundary = attached({kAllowAll});
  EXPECT_TRUE(evaluate(request(kAlice), set).allowed());
  set.has_session = true;
  expect(evaluate(request(kAlice), set), Outcome::kImplicitlyDenied, PolicyType::kSession);
  set.session = {attached({kAllowIam}), attached({kAllowAll})};
  EXPECT_TRUE(evaluate(request(kAlice), set).allowed());
  set.session.push_back(attached({kDenyAll}));
  expect(evaluate(request(kAlice), set), Outcome::kExplicitlyDenied, PolicyType::kSession);
}

TEST(Evaluate, AResourceThatNamesTheCallerGrantsByItself) {
  PolicySet set;
  set.boundary = attached({kAllowIam});
  set.resource = resource_policy(aws(kAlice));
  expect(evaluate(request(kAlice), set), Outcome::kAllowed, PolicyType::kResource);
  set.resource = resource_policy(aws(kSession));
  EXPECT_TRUE(evaluate(request(kSession), set).allowed());
}

TEST(Evaluate, AResourceThatNamesTheRoleGrantsWithinTheBoundary) {
  PolicySet set;
  set.resource = resource_policy(aws(kRole));
  expect(evaluate(request(kSession), set), Outcome::kAllowed, PolicyType::kResource);
  set.boundary = attached({kAllowIam});
  expect(evaluate(request(kSession), set), Outcome::kImplicitlyDenied, PolicyType::kBoundary);
}

TEST(Evaluate, AResourceThatNamesTheAccountOnlyDelegates) {
  PolicySet set;
  set.resource = resource_policy(aws(kAccount));
  expect(evaluate(request(kAlice), set), Outcome::kImplicitlyDenied, PolicyType::kIdentity);
  set.identity = {attached({kAllowAll})};
  EXPECT_TRUE(evaluate(request(kAlice), set).allowed());
  set.resource = resource_policy(aws(kAccount), "Deny");
  expect(evaluate(request(kAlice), set), Outcome::kExplicitlyDenied, PolicyType::kResource);
}

TEST(Evaluate, AcrossAccountsBothSidesHaveToAllow) {
  const char* const other = "arn:aws:iam::210987654321:user/zoe";
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  expect(evaluate(request(other), set), Outcome::kImplicitlyDenied, PolicyType::kResource);
  set.resource = resource_policy(aws(other));
  EXPECT_TRUE(evaluate(request(other), set).allowed());
  set.identity.clear();
  expect(evaluate(request(other), set), Outcome::kImplicitlyDenied, PolicyType::kIdentity);
}

TEST(Evaluate, ARoleIsAssumedByWhomItTrusts) {
  expect(evaluate(assume(kAlice), trusting(aws("210987654321"), {attached({kAllowAll})})),
         Outcome::kImplicitlyDenied, PolicyType::kTrust);
  EXPECT_TRUE(evaluate(assume(kAlice), trusting(aws(kAlice))).allowed());
  expect(evaluate(assume(kAlice), trusting(aws(kAccount))), Outcome::kImplicitlyDenied,
         PolicyType::kIdentity);
  EXPECT_TRUE(evaluate(assume(kAlice), trusting(aws(kAccount), {attached({kAllowAll})})).allowed());
}

TEST(Evaluate, ARoleDoesNotTrustItself) {
  expect(evaluate(assume(kSession), trusting(aws(kAlice), {attached({kAllowAll})})),
         Outcome::kImplicitlyDenied, PolicyType::kTrust);
}

TEST(Evaluate, AServiceNeedsTheTrustPolicyAlone) {
  const auto set = trusting(R"({"Service":"ecs-tasks.amazonaws.com"})");
  EXPECT_TRUE(evaluate(assume("ecs-tasks.amazonaws.com"), set).allowed());
  expect(evaluate(assume("ec2.amazonaws.com"), set), Outcome::kImplicitlyDenied,
         PolicyType::kTrust);
}

TEST(Evaluate, TheRootUserNeedsNoPolicyButIsDenied) {
  const char* const root = "arn:aws:iam::123456789012:root";
  EXPECT_TRUE(evaluate(request(root), {}).allowed());
  EXPECT_TRUE(evaluate(assume(root), trusting(aws(kAccount))).allowed());
  expect(evaluate(assume(root), trusting(aws(kAlice))), Outcome::kImplicitlyDenied,
         PolicyType::kTrust);
  PolicySet set;
  set.resource = resource_policy(aws("*"), "Deny");
  expect(evaluate(request(root), set), Outcome::kExplicitlyDenied, PolicyType::kResource);
}

TEST(Evaluate, GetCallerIdentityIsAlwaysAnswered) {
  PolicySet set;
  set.identity = {attached({kDenyAll})};
  EXPECT_TRUE(evaluate(request(kAlice, "sts:GetCallerIdentity", "*"), set).allowed());
}

TEST(Evaluate, PrincipalsAreFoundByTheirUniqueId) {
  Request by_session = assume(kSession);
  by_session.principal.unique_id = "AROAEXAMPLEEXAMPLE123";
  const auto set = trusting(aws("AROAEXAMPLEEXAMPLE123"));
  EXPECT_TRUE(evaluate(by_session, set).allowed());
  by_session.principal.unique_id = "AROAEXAMPLEEXAMPLE124";
  EXPECT_FALSE(evaluate(by_session, set).allowed());
}

TEST(Evaluate, ADenyWithNotPrincipalSparesWhoIsListedWithTheAccount) {
  const auto denies_others_than = [](const std::string& listed) {
    PolicySet set;
    set.identity = {attached({kAllowAll})};
    set.resource = attached(
        {R"("Effect":"Deny","Action":"*","Resource":"*","NotPrincipal":{"AWS":[)" + listed + "]}"},
        PolicyKind::kResource);
    return set;
  };
  const std::string alice = '"' + std::string(kAlice) + '"';
  auto set = denies_others_than(alice + R"(,"123456789012")");
  EXPECT_TRUE(evaluate(request(kAlice), set).allowed());
  EXPECT_FALSE(evaluate(request(kSession), set).allowed());
  EXPECT_FALSE(evaluate(request(kAlice), denies_others_than(alice)).allowed());
  set.boundary = attached({kAllowAll});
  expect(evaluate(request(kAlice), set), Outcome::kExplicitlyDenied, PolicyType::kResource);
}

}  // namespace
}  // namespace berth::iam
