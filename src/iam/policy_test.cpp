// Documents that are policies; policy_errors_test.cpp has those that are not.
#include "iam/policy.h"

#include <gtest/gtest.h>

#include "iam/compiled.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::document;

/// The text of the fault; empty where the document is a policy.
std::string refusal(const std::string& text, PolicyKind kind = PolicyKind::kIdentity) {
  const auto policy = parse_policy(text, kind);
  if (policy) return "";
  EXPECT_EQ(policy.error().code, "MalformedPolicyDocument");
  EXPECT_EQ(policy.error().http_status, 400);
  return policy.error().message;
}

TEST(Policy, TakesOneStatementOrAnArray) {
  EXPECT_EQ(refusal(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"), "");
  EXPECT_EQ(refusal(R"({"Version":"2008-10-17","Id":"x","Statement":[)"
                    R"({"Effect":"Deny","NotAction":["iam:*"],"NotResource":["*"]}]})"),
            "");
}

TEST(Policy, RemembersWhereItsStatementsStand) {
  const std::string text = document({R"("Sid":"A","Effect":"Allow","Action":"*","Resource":"*")"});
  const auto policy = parse_policy(text, PolicyKind::kIdentity);
  ASSERT_TRUE(policy);
  const auto& statement = (*policy)->compiled().statements.front();
  EXPECT_EQ(text.substr(statement.begin, statement.end - statement.begin),
            R"({"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"})");
  EXPECT_TRUE((*policy)->is_version_2012());
}

TEST(TrustPolicy, PrincipalsHaveAForm) {
  const auto refused = [](const std::string& principal) {
    return refusal(
        document({R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":)" + principal}),
        PolicyKind::kTrust);
  };
  for (const char* const good :
       {R"("*")", R"({"AWS":"*"})", R"({"AWS":["123456789012","AROAEXAMPLEEXAMPLE123"]})",
        R"({"AWS":"AROAEXAMPLEEXAMPLE123:session"})", R"({"AWS":"arn:aws:iam::123456789012:root"})",
        R"({"AWS":"arn:aws:sts::123456789012:assumed-role/app/s1"})",
        R"({"Federated":"cognito-identity.amazonaws.com"})"}) {
    EXPECT_EQ(refused(good), "") << good;
  }
}

}  // namespace
}  // namespace berth::iam
