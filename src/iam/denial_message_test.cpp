// AWS's sentences, word by word.
#include <gtest/gtest.h>

#include "iam/evaluate.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::kSession;
using test_support::kTask;
using test_support::request;

constexpr const char* kStart =
    "User: arn:aws:sts::123456789012:assumed-role/app/s1 is not authorized to perform: "
    "ecs:StopTask on resource: arn:aws:ecs:us-west-2:123456789012:task/prod/1 ";

std::string implicit(PolicyType type) {
  return denial_message(request(kSession), {Outcome::kImplicitlyDenied, type, nullptr, 0});
}

std::string explicitly(PolicyType type, const AttachedPolicy* policy = nullptr) {
  return denial_message(request(kSession), {Outcome::kExplicitlyDenied, type, policy, 0});
}

TEST(DenialMessage, SaysWhichKindOfPolicyWouldHaveToAllow) {
  const std::string start = kStart;
  EXPECT_EQ(implicit(PolicyType::kIdentity),
            start + "because no identity-based policy allows the ecs:StopTask action");
  EXPECT_EQ(implicit(PolicyType::kBoundary),
            start + "because no permissions boundary allows the ecs:StopTask action");
  EXPECT_EQ(implicit(PolicyType::kSession),
            start + "because no session policy allows the ecs:StopTask action");
  EXPECT_EQ(implicit(PolicyType::kResource),
            start + "because no resource-based policy allows the ecs:StopTask action");
  EXPECT_EQ(implicit(PolicyType::kTrust),
            start + "because no role trust policy allows the ecs:StopTask action");
}

TEST(DenialMessage, SaysWhereTheDenyIs) {
  const std::string start = kStart;
  EXPECT_EQ(explicitly(PolicyType::kIdentity),
            start + "with an explicit deny in an identity-based policy");
  EXPECT_EQ(explicitly(PolicyType::kBoundary),
            start + "with an explicit deny in a permissions boundary");
  EXPECT_EQ(explicitly(PolicyType::kSession), start + "with an explicit deny in a session policy");
  EXPECT_EQ(explicitly(PolicyType::kResource),
            start + "with an explicit deny in a resource-based policy");
  EXPECT_EQ(explicitly(PolicyType::kTrust), start + "with an explicit deny in a role trust policy");
}

TEST(DenialMessage, NamesAManagedPolicyOfTheSameAccount) {
  const std::string arn = "arn:aws:iam::123456789012:policy/guard";
  const AttachedPolicy managed{nullptr, arn, true};
  const AttachedPolicy inlined{nullptr, "guard", false};
  const std::string sentence =
      std::string(kStart) + "with an explicit deny in an identity-based policy";
  EXPECT_EQ(explicitly(PolicyType::kIdentity, &managed), sentence + ": " + arn);
  EXPECT_EQ(explicitly(PolicyType::kIdentity, &inlined), sentence);
  Request elsewhere = request(kSession);
  elsewhere.resource_account = "210987654321";
  EXPECT_EQ(
      denial_message(elsewhere, {Outcome::kExplicitlyDenied, PolicyType::kIdentity, &managed, 0}),
      sentence);
}

TEST(DenialMessage, ActionsWithoutResourcesAreOnAStar) {
  EXPECT_EQ(denial_message(request(test_support::kAlice, "ecs:ListClusters", "*"), Decision{}),
            "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
            "ecs:ListClusters on resource: * because no identity-based policy allows the "
            "ecs:ListClusters action");
}

TEST(DenialMessage, OfStsNamesNoResourceWhereThereIsNone) {
  const Request request =
      test_support::request(test_support::kAlice, "sts:DecodeAuthorizationMessage", "*");
  EXPECT_EQ(denial_message(request, evaluate(request, {})),
            "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
            "sts:DecodeAuthorizationMessage because no identity-based policy allows the "
            "sts:DecodeAuthorizationMessage action");
}

}  // namespace
}  // namespace berth::iam
