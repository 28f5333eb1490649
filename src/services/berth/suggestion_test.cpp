// Policies out of calls, rules for resources, and what policies grant beyond what was called.
#include "services/berth/suggestion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/policy.h"
#include "services/berth/grants.h"
#include "services/berth/resource_rules.h"

namespace berth::services::own {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kEcs = "arn:aws:ecs:us-west-2:123456789012:";

CallsSeen seen(const std::vector<SeenCall>& calls) {
  CallsSeen out;
  for (const SeenCall& each : calls) ++out.calls[each].calls;
  return out;
}

std::string statements(const CallsSeen& calls, ResourceMode mode = ResourceMode::kExact) {
  const std::string document = suggest(calls, mode).document;
  const std::string head = R"({"Version":"2012-10-17","Statement":[)";
  EXPECT_TRUE(::berth::iam::parse_policy(document, ::berth::iam::PolicyKind::kIdentity))
      << document;
  EXPECT_EQ(document.substr(0, head.size()), head);
  return document.substr(head.size(), document.size() - head.size() - 2);
}

TEST(Suggestion, ActionsOnTheSameResourcesAreJoined) {
  EXPECT_EQ(statements(seen({{"ecs:ListClusters", "*", ""},
                             {"ecs:ListTaskDefinitions", "*", ""},
                             {"ecs:StopTask", kEcs + "task/a/1", ""}})),
            R"({"Effect":"Allow","Action":["ecs:ListClusters","ecs:ListTaskDefinitions"],)"
            R"("Resource":"*"},{"Effect":"Allow","Action":"ecs:StopTask","Resource":")" +
                kEcs + R"(task/a/1"})");
}

TEST(Suggestion, WhatAnotherResourceCoversIsLeftOut) {
  EXPECT_EQ(statements(seen({{"ecs:ListTasks", kEcs + "container-instance/a/*", ""},
                             {"ecs:ListTasks", kEcs + "container-instance/a/1", ""}})),
            R"({"Effect":"Allow","Action":"ecs:ListTasks","Resource":")" + kEcs +
                R"(container-instance/a/*"})");
  EXPECT_EQ(statements(seen({{"x:Y", "*", ""}, {"x:Y", kEcs + "task/a/1", ""}})),
            R"({"Effect":"Allow","Action":"x:Y","Resource":"*"})");
}

TEST(Suggestion, PassRoleIsBoundToItsService) {
  EXPECT_EQ(
      statements(seen({{"iam:PassRole", "arn:aws:iam::1:role/a", "ecs-tasks.amazonaws.com"}})),
      R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::1:role/a",)"
      R"("Condition":{"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}})");
}

TEST(Suggestion, ByTypeNamesTheRules) {
  const CallsSeen calls = seen({{"ecs:StopTask", kEcs + "task/a/1", ""},
                                {"ecs:StopTask", kEcs + "task/a/2", ""},
                                {"ecs:StopTask", kEcs + "task/b/3", ""},
                                {"ecs:RunTask", kEcs + "task-definition/web:7", ""},
                                {"ecs:RunTask", kEcs + "task-definition/web:*", ""}});
  EXPECT_EQ(
      statements(calls, ResourceMode::kByType),
      R"({"Effect":"Allow","Action":"ecs:RunTask","Resource":")" + kEcs +
          R"(task-definition/web:*"},{"Effect":"Allow","Action":"ecs:StopTask","Resource":[")" +
          kEcs + R"(task/a/*",")" + kEcs + R"(task/b/*"]})");
  std::vector<std::string> rules;
  for (const AppliedRule& each : suggest(calls, ResourceMode::kByType).rules) {
    rules.push_back(std::string(each.rule) + " " + each.resource.substr(kEcs.size()) + " " +
                    std::to_string(each.count));
  }
  EXPECT_THAT(rules, ElementsAre("revisions-of-family task-definition/web:* 1",
                                 "tasks-of-cluster task/a/* 2", "tasks-of-cluster task/b/* 1"));
  EXPECT_THAT(suggest(calls, ResourceMode::kExact).rules, IsEmpty());
}

TEST(Suggestion, ADollarBeginsNoVariable) {
  EXPECT_EQ(statements(seen({{"x:Y", "arn:aws:x:::${aws:userid}?", ""}})),
            R"({"Effect":"Allow","Action":"x:Y","Resource":"arn:aws:x:::${$}{aws:userid}${?}"})");
}

TEST(ResourceRules, KeepWhatAThingBelongsTo) {
  const auto wider = [](const std::string& arn) {
    const auto found = generalise(arn);
    return found ? found->resource : "";
  };
  EXPECT_EQ(wider(kEcs + "container-instance/c/1"), kEcs + "container-instance/c/*");
  EXPECT_EQ(wider("arn:aws:logs:r:1:log-group:/a/b:log-stream:s/t"),
            "arn:aws:logs:r:1:log-group:/a/b:log-stream:*");
  EXPECT_EQ(wider(kEcs + "cluster/c"), "");
  EXPECT_EQ(wider("arn:aws:logs:r:1:log-group:/a/b"), "");
  EXPECT_EQ(wider("arn:aws:iam::1:role/task/x"), "");
  EXPECT_EQ(wider("*"), "");
}

TEST(Grants, UsedUnusedAndUnknown) {
  const char* const text =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",)"
      R"("Action":["ecs:ListT*","ec2:Describe*","IAM:passrole"]},)"
      R"({"Effect":"Deny","Resource":"*","Action":"s3:*"}]})";
  const auto policy = ::berth::iam::parse_policy(text, ::berth::iam::PolicyKind::kIdentity);
  ASSERT_TRUE(policy);
  const auto grants = find_grants({{*policy, "p", false}}, {"ecs:ListTasks", "ecs:StopTask"});
  ASSERT_EQ(grants.size(), 1u);
  EXPECT_EQ(grants[0].policy, "p");
  EXPECT_THAT(grants[0].used, ElementsAre("ecs:ListTasks"));
  EXPECT_THAT(grants[0].unused,
              ElementsAre("ecs:ListTagsForResource", "ecs:ListTaskDefinitionFamilies",
                          "ecs:ListTaskDefinitions", "iam:PassRole"));
  EXPECT_THAT(grants[0].unknown, ElementsAre("ec2:Describe*"));
  EXPECT_THAT(grants[0].unused, Not(Contains("ecs:StopTask")));
}

}  // namespace
}  // namespace berth::services::own
