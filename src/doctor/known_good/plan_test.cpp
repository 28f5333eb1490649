// What the procedure would make, and what the caller needs for it.
#include "doctor/known_good/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/known_good/permissions.h"
#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Evidence preflight_of(const std::string& policy) {
  Evidence evidence = test_support::surroundings(Subject::kCluster);
  evidence.caller.identity.answer->arn = "arn:aws:iam::123456789012:user/dev";
  evidence.caller.policies.emplace().identity.push_back({"own", false, policy, "q"});
  return evidence;
}

KnownGoodPlan some_plan() {
  SeededRandom random(7);
  return make_plan(test_support::surroundings(Subject::kCluster), random);
}

TEST(KnownGoodPlan, HasOneNameOfItsOwn) {
  SeededRandom random(7);
  const Evidence evidence = test_support::surroundings(Subject::kCluster);
  const KnownGoodPlan first = make_plan(evidence, random);
  const KnownGoodPlan second = make_plan(evidence, random);
  EXPECT_THAT(first.name, ::testing::MatchesRegex("berth-doctor-[0-9a-f]{8}"));
  EXPECT_NE(first.name, second.name);
  const auto definition = definition_of(first);
  EXPECT_EQ(definition.family, first.name);
  EXPECT_EQ(definition.task_role_arn, first.name);
  EXPECT_EQ(
      definition.container_definitions->front().log_configuration->options->at("awslogs-group"),
      first.name);
  EXPECT_EQ(definition.tags->front().value, "berth-doctor");
  EXPECT_EQ(stream_of(first, "arn:aws:ecs:us-west-2:1:task/default/t"),
            first.name + "/amazonlinux/t");
}

TEST(KnownGoodPlan, RunsAwsCommandInItsRegionAndCluster) {
  KnownGoodPlan plan = some_plan();
  EXPECT_THAT(command_of(plan),
              ::testing::StartsWith("yum install -y aws-cli; aws ecs list-tasks --region "
                                    "us-west-2; status=$?"));
  plan.cluster = "a b";
  EXPECT_THAT(command_of(plan), HasSubstr("--cluster 'a b';"));
  plan.role = "arn:aws:iam::123456789012:role/path/own";
  EXPECT_EQ(definition_of(plan).task_role_arn, plan.role);
  EXPECT_EQ(plan.role_name(), "own");
}

TEST(KnownGoodPlan, ReadsBackWhatItsCommandPrints) {
  const std::string said = "berth-doctor: the credential endpoint answered";
  EXPECT_THAT(*endpoint_statuses(said + " 200 429 200"), ElementsAre(200, 429, 200));
  EXPECT_THAT(*endpoint_statuses(said), IsEmpty());
  EXPECT_FALSE(endpoint_statuses("200 200"));
}

TEST(Permissions, AreEnoughAndNoneIsTooMuch) {
  const KnownGoodPlan plan = some_plan();
  const std::string policy = needed_policy(plan);
  EXPECT_THAT(lacking_actions(preflight_of(policy), plan), IsEmpty());
  EXPECT_TRUE(diagnose(preflight_of(policy)).causes.empty());
  for (const char* action : {"iam:CreateRole", "logs:DeleteLogGroup", "ecs:RunTask",
                             "ecs:DeregisterTaskDefinition", "ecs:StopTask"}) {
    std::string without = policy;
    without.replace(without.find(action), std::string(action).size(), "s3:GetObject");
    EXPECT_THAT(lacking_actions(preflight_of(without), plan), ElementsAre(action));
  }
  EXPECT_THAT(policy, Not(HasSubstr(R"("*:*")")));
}

TEST(Permissions, NeedNoRoleWhereOneIsGiven) {
  KnownGoodPlan plan = some_plan();
  plan.role = "own";
  EXPECT_THAT(needed_policy(plan), HasSubstr("arn:aws:iam::123456789012:role/own"));
  EXPECT_THAT(needed_policy(plan), Not(HasSubstr("iam:CreateRole")));
}

TEST(Permissions, OfWhatWasNotReadClaimOnlyDenials) {
  const KnownGoodPlan plan = some_plan();
  Evidence evidence =
      preflight_of(test_support::document(R"({"Effect":"Deny","Action":"iam:CreateRole",)"
                                          R"("Resource":"*"})"));
  EXPECT_THAT(lacking_actions(evidence, plan), Contains("ecs:RunTask"));
  evidence.caller.policies->unread.push_back("iam:ListUserPolicies dev: AccessDenied");
  EXPECT_THAT(lacking_actions(evidence, plan), ElementsAre("iam:CreateRole"));
  evidence.caller.policies.reset();
  EXPECT_THAT(lacking_actions(evidence, plan), IsEmpty());
}

}  // namespace
}  // namespace berth::doctor
