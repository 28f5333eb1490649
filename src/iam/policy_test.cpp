// The grammar of policy documents, and AWS's texts for what is not of it.
#include "iam/policy.h"

#include <gtest/gtest.h>

#include "iam/compiled.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

using testing::document;

constexpr const char* kSyntax = "Syntax errors in policy.";

/// The text of the fault; empty where the document is a policy.
std::string refusal(const std::string& text, PolicyKind kind = PolicyKind::kIdentity) {
  const auto policy = parse_policy(text, kind);
  if (policy) return "";
  EXPECT_EQ(policy.error().code, "MalformedPolicyDocument");
  EXPECT_EQ(policy.error().http_status, 400);
  return policy.error().message;
}

std::string refused_resource(const std::string& resource) {
  return refusal(document({R"("Effect":"Allow","Action":"*","Resource":")" + resource + '"'}));
}

std::string refused_action(const std::string& action) {
  return refusal(document({R"("Effect":"Allow","Resource":"*","Action":")" + action + '"'}));
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

TEST(Policy, RefusesWhatIsNotOfTheGrammar) {
  for (const char* const text : {
           "",
           "{",
           "[]",
           "\"x\"",
           "{}",
           R"({"Statement":[]})",
           R"({"Statement":["x"]})",
           R"({"Version":"2020-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
           R"({"Id":1,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
           R"({"Other":1,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
           R"({"Statement":{"Effect":"allow","Action":"*","Resource":"*"}})",
           R"({"Statement":{"Action":"*","Resource":"*"}})",
           R"({"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}})",
           R"({"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}})",
           R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"}})",
           R"({"Statement":{"Effect":"Allow","Action":[1],"Resource":"*"}})",
           R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}})",
           R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principals":"*"}})",
       }) {
    EXPECT_EQ(refusal(text), kSyntax) << text;
  }
}

TEST(Policy, RefusesStatementsWithoutActionsOrResources) {
  EXPECT_EQ(refusal(document({R"("Effect":"Allow","Resource":"*")"})),
            "Policy statement must contain actions.");
  EXPECT_EQ(refusal(document({R"("Effect":"Allow","Action":[],"Resource":"*")"})),
            "Policy statement must contain actions.");
  EXPECT_EQ(refusal(document({R"("Effect":"Allow","Action":"*")"})),
            "Policy statement must contain resources.");
  EXPECT_EQ(refusal(document({R"("Effect":"Allow","Action":"*","Resource":[])"})),
            "Policy statement must contain resources.");
}

TEST(Policy, SidsAreUniqueAndAlphanumeric) {
  constexpr std::string_view kA = R"("Sid":"A","Effect":"Allow","Action":"*","Resource":"*")";
  EXPECT_EQ(refusal(document({kA, kA})), "Statement IDs (SID) in a single policy must be unique.");
  EXPECT_NE(refusal(document({R"("Sid":"a b","Effect":"Allow","Action":"*","Resource":"*")"}))
                .find("must be alpha-numeric"),
            std::string::npos);
}

TEST(Policy, ActionsHaveAVendor) {
  EXPECT_EQ(refused_action("*"), "");
  EXPECT_EQ(refused_action("ecs:*"), "");
  EXPECT_EQ(refused_action("RunTask"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  EXPECT_EQ(refused_action("ecs:Run:Task"), "Actions/Condition can contain only one colon.");
  EXPECT_EQ(refused_action("e*s:RunTask"), "Vendor e*s is not valid");
}

TEST(Policy, ResourcesAreArns) {
  EXPECT_EQ(refused_resource("arn:aws:ecs:*"), "");
  EXPECT_EQ(refused_resource("arn:aws:iam::*:role/*"), "");
  EXPECT_EQ(refused_resource("role/app"), R"(Resource role/app must be in ARN format or "*".)");
  EXPECT_EQ(refused_resource("arn:azure:ecs:x"),
            R"(Partition "azure" is not valid for resource "arn:azure:ecs:x:*:*".)");
  EXPECT_EQ(refused_resource("arn:aws:iam:us-east-1:123456789012:role/x"),
            "IAM resource arn:aws:iam:us-east-1:123456789012:role/x cannot contain region "
            "information.");
}

TEST(Policy, ConditionsHaveKnownOperatorsAndKeysWithAVendor) {
  const auto refused = [](const std::string& condition) {
    return refusal(
        document({R"("Effect":"Allow","Action":"*","Resource":"*","Condition":)" + condition}));
  };
  EXPECT_EQ(refused(R"({"Bool":{"aws:SecureTransport":true},"NumericEquals":{"s:x":[1,"2"]}})"),
            "");
  EXPECT_EQ(refused(R"({"Equals":{"aws:username":"x"}})"), kSyntax);
  EXPECT_EQ(refused(R"({"StringEquals":{"aws:username":{}}})"), kSyntax);
  EXPECT_EQ(refused(R"({"StringEquals":{"aws:username":null}})"), kSyntax);
  EXPECT_EQ(refused(R"({"StringEquals":{"aws:username":"a","aws:username":"b"}})"), kSyntax);
  EXPECT_EQ(refused(R"({"StringEquals":{"username":"x"}})"),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
}

TEST(Policy, OnlyResourcesOwnPoliciesNamePrincipals) {
  EXPECT_EQ(refusal(document({R"("Effect":"Allow","Action":"*","Resource":"*","Principal":"*")"})),
            "Policy document should not specify a principal.");
  EXPECT_EQ(
      refusal(document({R"("Effect":"Allow","Action":"*","Resource":"*")"}), PolicyKind::kResource),
      "Missing required field Principal");
}

TEST(TrustPolicy, HasPrincipalsAndNoResources) {
  const auto refused = [](std::string_view members) {
    return refusal(document({members}), PolicyKind::kTrust);
  };
  EXPECT_EQ(refused(R"("Effect":"Allow","Action":"sts:AssumeRole",)"
                    R"("Principal":{"Service":"ecs-tasks.amazonaws.com"})"),
            "");
  EXPECT_EQ(refused(R"("Effect":"Allow","Action":"sts:AssumeRole")"),
            "Missing required field Principal");
  EXPECT_EQ(refused(R"("Effect":"Allow","Action":"sts:AssumeRole","Resource":"*",)"
                    R"("Principal":{"AWS":"123456789012"})"),
            "Has prohibited field Resource");
  EXPECT_EQ(refused(R"("Effect":"Deny","Action":"sts:AssumeRole",)"
                    R"("NotPrincipal":{"AWS":"123456789012"})"),
            "Has prohibited field NotPrincipal");
  EXPECT_EQ(refused(R"("Effect":"Allow","Action":"ecs:RunTask","Principal":"*")"),
            "AssumeRole policy may only specify STS AssumeRole actions.");
}

TEST(TrustPolicy, PrincipalsHaveAForm) {
  const auto refused = [](const std::string& principal) {
    return refusal(
        document({R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":)" + principal}),
        PolicyKind::kTrust);
  };
  for (const char* const good :
       {R"("*")", R"({"AWS":"*"})", R"({"AWS":["123456789012","AROAEXAMPLEEXAMPLE123"]})",
        R"({"AWS":"arn:aws:iam::123456789012:root"})",
        R"({"AWS":"arn:aws:sts::123456789012:assumed-role/app/s1"})",
        R"({"Federated":"cognito-identity.amazonaws.com"})"}) {
    EXPECT_EQ(refused(good), "") << good;
  }
  EXPECT_EQ(refused(R"({"AWS":"alice"})"), R"(Invalid principal in policy: "AWS":"alice")");
  EXPECT_EQ(refused(R"({"AWS":"arn:aws:iam::123456789012:role/*"})"),
            R"(Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*")");
  EXPECT_EQ(refused(R"({"Service":"*"})"), R"(Invalid principal in policy: "SERVICE":"*")");
  EXPECT_EQ(refused(R"({"Robot":"x"})"), R"(Invalid principal in policy: "Robot":"x")");
  EXPECT_EQ(refused("{}"), kSyntax);
}

}  // namespace
}  // namespace berth::iam
