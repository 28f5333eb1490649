// What is embedded is there, parses, and does what its name says.
#include "iam/managed_policies.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

const std::string kPrefix = "arn:aws:iam::aws:policy/";

TEST(ManagedPolicies, AllParse) {
  EXPECT_GE(managed_policy_arns().size(), 35u);
  EXPECT_TRUE(std::is_sorted(managed_policy_arns().begin(), managed_policy_arns().end()));
  for (const std::string& arn : managed_policy_arns()) {
    const std::string* const document = managed_policy(arn);
    ASSERT_NE(document, nullptr) << arn;
    const auto policy = parse_policy(*document, PolicyKind::kIdentity);
    ASSERT_TRUE(policy) << arn << ": " << policy.error().message;
    EXPECT_TRUE((*policy)->is_version_2012()) << arn;
  }
}

TEST(ManagedPolicies, HaveAwsPaths) {
  for (const char* const name :
       {"AdministratorAccess", "AmazonECS_FullAccess", "AmazonEC2ContainerServiceFullAccess",
        "service-role/AmazonECSTaskExecutionRolePolicy",
        "service-role/AmazonEC2ContainerServiceforEC2Role",
        "service-role/AmazonEC2ContainerServiceRole",
        "service-role/AmazonECSInfrastructureRolePolicyForVolumes",
        "aws-service-role/AmazonECSServiceRolePolicy", "job-function/ViewOnlyAccess"}) {
    EXPECT_NE(managed_policy(kPrefix + name), nullptr) << name;
  }
  EXPECT_EQ(managed_policy(kPrefix + "AmazonECSTaskExecutionRolePolicy"), nullptr);
  EXPECT_EQ(managed_policy(kPrefix), nullptr);
}

TEST(ManagedPolicies, LetTheKnownGoodTaskListTasks) {
  const std::string arn = kPrefix + "AmazonEC2ContainerServiceFullAccess";
  PolicySet set;
  set.identity.push_back(
      {parse_policy(*managed_policy(arn), PolicyKind::kIdentity).value(), arn, true});
  const auto asked =
      test_support::request(test_support::kSession, "ecs:ListTasks",
                            "arn:aws:ecs:us-west-2:123456789012:container-instance/*");
  EXPECT_TRUE(evaluate(asked, set).allowed());
}

TEST(ManagedPolicies, AreReadByManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::vector<const std::string*> found(8);
  for (auto& slot : found) {
    threads.emplace_back([&slot] { slot = managed_policy(kPrefix + "AdministratorAccess"); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string* const each : found) EXPECT_EQ(each, found.front());
  EXPECT_NE(found.front(), nullptr);
}

}  // namespace
}  // namespace berth::iam
