// Each text with which AWS refuses a document, and which of several faults it names.
#include <gtest/gtest.h>

#include "iam/managed_policies.h"
#include "iam/policy.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

constexpr const char* kSyntax = "Syntax errors in policy.";
constexpr const char* kLegacy = "The policy failed legacy parsing";
constexpr const char* kNoActions = "Policy statement must contain actions.";
constexpr const char* kNoResources = "Policy statement must contain resources.";
constexpr const char* kNoVendor =
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
constexpr const char* kColons = "Actions/Condition can contain only one colon.";
constexpr const char* kVendorRegex =
    "Resource vendor must be fully qualified and cannot contain regexes.";
constexpr const char* kIamPath =
    "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
    "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
    "oidc-provider/, report/, access-report/.";

/// The text of the fault; empty where the document is taken.
std::string complaint(const std::string& text, PolicyKind kind = PolicyKind::kIdentity,
                      Versions versions = Versions::kBoth) {
  const auto policy = accept_policy(text, kind, versions);
  if (policy) return "";
  EXPECT_EQ(policy.error().code, "MalformedPolicyDocument");
  EXPECT_EQ(policy.error().http_status, 400);
  return policy.error().message;
}

struct Row {
  const char* members;  ///< of the document's only statement
  const char* text;
};

void expect_rows(std::initializer_list<Row> rows, PolicyKind kind = PolicyKind::kIdentity) {
  for (const Row& row : rows) {
    EXPECT_EQ(complaint(test_support::document({row.members}), kind), row.text) << row.members;
  }
}

TEST(PolicyErrors, OfMembers) {
  expect_rows({
      {R"("Effect":"Allow","Action":"*","Resource":"*","Extra":1)", kSyntax},
      {R"("effect":"Allow","Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Allow","action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":"*","Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":"*","NotAction":[],"Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":"*","Resource":"*","NotResource":[])", kSyntax},
      {R"("Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Maybe","Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":true,"Action":"*","Resource":"*")", kSyntax},
      {R"("Sid":1,"Effect":"Allow","Action":"*","Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":{},"Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":[[]],"Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":null,"Resource":"*")", kSyntax},
      {R"("Effect":"Allow","Action":"*","Resource":{"a":"*"})", kSyntax},
      {R"("Effect":"Allow","Action":"*","Resource":["adfdf",{}])", kSyntax},
  });
}

TEST(PolicyErrors, OfConditions) {
  const auto refused = [](const std::string& condition) {
    return complaint(test_support::document(
        {R"("Effect":"Allow","Action":"*","Resource":"*","Condition":)" + condition}));
  };
  for (const char* const text :
       {"[]", R"("a")", R"({"a":"b"})", R"({"DateGreaterThan":"b"})", R"({"DateGreaterThan":[]})",
        R"({"x":{"a":"1"}})", R"({"stringequals":{"aws:username":"x"}})",
        R"({"NullIfExists":{"aws:username":"true"}})", R"({"StringEquals":{"aws:username":null}})",
        R"({"StringEquals":{"aws:username":{}}})", R"({"StringEquals":{"aws:username":[["a"]]}})",
        R"({"ForAnyValue::StringEquals":{"a":"b"}})",
        R"({"StringEquals":{"aws:username":"a","aws:username":"b"}})",
        R"({"StringEquals":{"a":"b"},"StringEquals":{"c":"d"}})"}) {
    EXPECT_EQ(refused(text), kSyntax) << text;
  }
  for (const char* const text :
       {R"({"DateGreaterThan":{"a":"soon"}})", R"({"DateLessThanEquals":{"a":"234-13"}})",
        R"({"DateLessThan":{"a":"2016-12-13t2:00:00.593194+1"}})",
        R"({"DateLessThan":{"a":"2016-12-13t2:00:00.1999999999+10:59"}})",
        R"({"DateLessThan":{"a":"9223372036854775808"}})",
        R"({"DateNotEqualsIfExists":{"a":["2026-06-30","2026-06-30T25:00:00Z"]}})"}) {
    EXPECT_EQ(refused(text), kLegacy) << text;
  }
  for (const char* const text :
       {"{}", R"({"x":{},"y":{}})", R"({"DateGreaterThan":{"a":[]}})",
        R"({"StringEqualsIfExists":{"a":"asf"}})", R"({"Bool":{"aws:SecureTransport":true}})",
        R"({"NumericLessThan":{"s:x":[1,"2"]}})", R"({"DateGreaterThan":{"a":"01T"}})",
        R"({"DateLessThan":{"a":"-292275054"}})", R"({"DateLessThan":{"a":1767225600}})",
        R"({"DateLessThan":{"a":"2016-12-13t2:00:00.593194+23"}})",
        R"({"DateLessThan":{"a":"2026-06-30T12:00:00-07:00"}})"}) {
    EXPECT_EQ(refused(text), "") << text;
  }
}

TEST(PolicyErrors, OfActions) {
  expect_rows({
      {R"("Effect":"Allow","Resource":"*")", kNoActions},
      {R"("Effect":"Allow","NotAction":[],"Resource":"*")", kNoActions},
      {R"("Effect":"Allow","Action":"RunTask","Resource":"*")", kNoVendor},
      {R"("Effect":"Allow","NotAction":"","Resource":"*")", kNoVendor},
      {R"("Effect":"Allow","Action":":RunTask","Resource":"*")", kNoVendor},
      {R"("Effect":"Allow","Action":["ecs:*","s3:List:Bucket"],"Resource":"*")", kColons},
      {R"("Effect":"Allow","Action":"a a:List","Resource":"*")", "Vendor a a is not valid"},
      {R"("Effect":"Allow","Action":"e?s:Run*","Resource":"*")", "Vendor e?s is not valid"},
      {R"("Effect":"Allow","Action":"s3.s-1:List","Resource":"*")", ""},
      {R"("Effect":"Allow","Action":"iam: asdf safdsf af ","Resource":"*")", ""},
      {R"("Effect":"Allow","Action":"*","Resource":"*")", ""},
  });
}

TEST(PolicyErrors, OfResources) {
  expect_rows({
      {R"("Effect":"Allow","Action":"*")", kNoResources},
      {R"("Effect":"Allow","Action":"*","Resource":[])", kNoResources},
      {R"("Effect":"Allow","Action":"*","Resource":"")",
       "Resource  must be in ARN format or \"*\"."},
      {R"("Effect":"Allow","Action":"*","NotResource":["*","role/app"])",
       "Resource role/app must be in ARN format or \"*\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"a:aws:ecs:x")",
       "Resource a:aws:ecs:x must be in ARN format or \"*\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"a:b")",
       "Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"a:b:c:d:e:f:g:h")",
       "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"aws:s3:::bucket")",
       "Partition \"s3\" is not valid for resource \"arn:s3:::bucket:*\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws-cn:ecs:*")",
       "Partition \"aws-cn\" is not valid for resource \"arn:aws-cn:ecs:*:*:*\"."},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws")", kVendorRegex},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:e*s:*")", kVendorRegex},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:iam:us-east-1::user/x")",
       "IAM resource arn:aws:iam:us-east-1::user/x cannot contain region information."},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:s3:us-east-1::bucket")",
       "Resource arn:aws:s3:us-east-1::bucket can not contain region information."},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:iam:::bucket")", kIamPath},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:s3::bucket")", kLegacy},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws::::bucket")", kLegacy},
      {R"("Effect":"Allow","Action":"*","NotResource":["*","arn:aws::x"])", kLegacy},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:ecs:*")", ""},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:ecs")", ""},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:*:ecs:us-*:123456789012:task/*")", ""},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:iam::123456789012:*")", ""},
      {R"("Effect":"Allow","Action":"*","Resource":"arn:aws:iam::*:user/${aws:username}")", ""},
  });
}

TEST(PolicyErrors, OfWholeDocuments) {
  const std::string statement = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
  for (const std::string& text :
       {std::string(), std::string("this is no JSON"), std::string("{"), std::string("[]"),
        std::string(R"({"Version":"2012-10-17"})"),
        std::string(R"({"Version":"2012-10-17","Statement":[]})"),
        std::string(R"({"Version":"2012-10-17","Statement":["x"]})"),
        R"({"Version":"2013-10-17","Statement":)" + statement + "}",
        R"({"Version":20121017,"Statement":)" + statement + "}",
        R"({"version":"2012-10-17","Statement":)" + statement + "}",
        R"({"Id":[],"Statement":)" + statement + "}",
        R"({"Extra":1,"Statement":)" + statement + "}",
        R"({"Statement":)" + statement + R"(,"Statement":)" + statement + "}"}) {
    EXPECT_EQ(complaint(text), kSyntax) << text;
  }
  EXPECT_EQ(complaint(R"({"Id":"x","Statement":)" + statement + "}"), "");
}

TEST(PolicyErrors, OfManagedPoliciesOfTheOlderVersion) {
  constexpr const char* kVersion = "Policy document must be version 2012-10-17 or greater.";
  const std::string statement = R"("Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  for (const std::string& text : {"{" + statement, R"({"Version":"2008-10-17",)" + statement}) {
    EXPECT_EQ(complaint(text), "");
    EXPECT_EQ(complaint(text, PolicyKind::kIdentity, Versions::kOnly2012), kVersion);
  }
  EXPECT_EQ(complaint(R"({"Version":"2012-10-17",)" + statement, PolicyKind::kIdentity,
                      Versions::kOnly2012),
            "");
  // It comes after syntax and before everything else.
  EXPECT_EQ(
      complaint(R"({"Statement":{"Effect":"denY"}})", PolicyKind::kIdentity, Versions::kOnly2012),
      kVersion);
}

TEST(PolicyErrors, OfStatementIds) {
  constexpr std::string_view kA = R"("Sid":"A","Effect":"Allow","Action":"*","Resource":"*")";
  constexpr std::string_view kNone = R"("Sid":"","Effect":"Allow","Action":"*","Resource":"*")";
  EXPECT_EQ(complaint(test_support::document({kA, kA})),
            "Statement IDs (SID) in a single policy must be unique.");
  EXPECT_EQ(complaint(test_support::document({kNone, kNone})), "");
  expect_rows({{R"("Sid":"a b","Effect":"Allow","Action":"*","Resource":"*")",
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
                "regular expression [0-9A-Za-z]*"}});
}

TEST(PolicyErrors, TheFirstOfSeveralIsNamedByItsKind) {
  expect_rows({
      {R"("Effect":"denY","Action":"x","Resource":"arn:error:s3:::b")", kLegacy},
      {R"("Effect":"Allow","Action":"s:3:x","Resource":"sdf")",
       "Resource sdf must be in ARN format or \"*\"."},
      {R"("Effect":"Allow")", kNoActions},
      {R"("Effect":"Allow","Resource":"arn:aws:s3::b")", kLegacy},
      {R"("Effect":"Allow","Action":"*","Resource":["arn:error:s3:::b","arn:error:s3::b"])",
       "Partition \"error\" is not valid for resource \"arn:error:s3:::b\"."},
  });
  EXPECT_EQ(
      complaint(test_support::document({R"("Sid":"a","Effect":"Allow","Action":"*","Resource":"*")",
                                        R"("Sid":"a","Effect":"Allow")"})),
      "Statement IDs (SID) in a single policy must be unique.");
  EXPECT_EQ(complaint(test_support::document({R"("Effect":"Allow","Action":"x","Resource":"*")",
                                              R"("Effect":"Allow","Resource":"*")"})),
            kNoActions);
}

TEST(PolicyErrors, OfPrincipalsInIdentityPolicies) {
  expect_rows({
      {R"("Effect":"Allow","Action":"*","Resource":"*","Principal":"*")",
       "Policy document should not specify a principal."},
      {R"("Effect":"Deny","Action":"*","Resource":"*","NotPrincipal":{"AWS":"*"})",
       "Policy document should not specify a principal."},
  });
}

TEST(PolicyErrors, OfTrustPolicies) {
  expect_rows(
      {
          {R"("Effect":"Allow","Action":"sts:AssumeRole")", "Missing required field Principal"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*")",
           "Has prohibited field Resource"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","NotResource":"*")",
           "Has prohibited field NotResource"},
          {R"("Effect":"Deny","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"123456789012"})",
           "Has prohibited field NotPrincipal"},
          {R"("Effect":"Allow","Action":"ecs:RunTask","Principal":"*")",
           "AssumeRole policy may only specify STS AssumeRole actions."},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{})", kSyntax},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":[])", kSyntax},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":{}})", kSyntax},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*","AWS":"*"})",
           kSyntax},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":"alice")",
           R"(Invalid principal in policy: "AWS":"alice")"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"alice"})",
           R"(Invalid principal in policy: "AWS":"alice")"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"AROA*"})",
           R"(Invalid principal in policy: "AWS":"AROA*")"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"*"})",
           R"(Invalid principal in policy: "SERVICE":"*")"},
          {R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":{"aws":"*"})",
           R"(Invalid principal in policy: "aws":"*")"},
          {R"("Effect":"Allow","Principal":"*")", kNoActions},
          {R"("Sid":"a b","Effect":"Allow","Action":["sts:TagSession","STS:AssumeRole"],)"
           R"("Principal":{"Service":["ecs-tasks.amazonaws.com","ec2.amazonaws.com"]})",
           ""},
      },
      PolicyKind::kTrust);
}

TEST(PolicyErrors, OfResourcePolicies) {
  expect_rows(
      {
          {R"("Effect":"Allow","Action":"*","Resource":"*")", "Missing required field Principal"},
          {R"("Effect":"Allow","Action":"s3:*","Principal":"*","Resource":[])", kNoResources},
          {R"("Effect":"Allow","Action":"s3:*","Principal":"*")", ""},
          {R"("Effect":"Deny","Action":"s3:*","NotPrincipal":{"AWS":"123456789012"})", ""},
      },
      PolicyKind::kResource);
}

TEST(PolicyErrors, AwsOwnPoliciesHaveNone) {
  for (const std::string& arn : managed_policy_arns()) {
    EXPECT_EQ(complaint(*managed_policy(arn), PolicyKind::kIdentity, Versions::kOnly2012), "")
        << arn;
  }
}

TEST(PolicyErrors, WhatWasAcceptedOnceIsStillDecided) {
  for (const char* const members :
       {R"("Effect":"Deny","Action":"*","Resource":"arn:aws:iam:::bucket")",
        R"("Effect":"Deny","Action":"*","Resource":"arn:aws-cn:s3:::bucket")",
        R"("Effect":"Deny","Action":"*","Resource":"arn:aws:s3::bucket")",
        R"("Effect":"Deny","Action":"*","Resource":"*",)"
        R"("Condition":{"DateLessThan":{"aws:CurrentTime":"soon"}})"}) {
    const std::string text = test_support::document({members});
    EXPECT_NE(complaint(text), "") << text;
    EXPECT_TRUE(parse_policy(text, PolicyKind::kIdentity)) << text;
  }
}

}  // namespace
}  // namespace berth::iam
