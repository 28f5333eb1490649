// A wildcard stays within its field, but for the last one.
#include "iam/arn_pattern.h"

#include <gtest/gtest.h>

namespace berth::iam {
namespace {

const ContextKeys kNone;
constexpr const char* kOneTask = "arn:aws:ecs:us-west-2:123456789012:task/prod/1";

bool matches(std::string_view pattern, std::string_view arn) {
  return ArnPattern::of_resource(pattern, true).matches(split_arn(arn), kNone);
}

TEST(ArnPattern, MatchesFieldByField) {
  EXPECT_TRUE(matches("arn:aws:ecs:us-*:123456789012:task/*", kOneTask));
  EXPECT_TRUE(matches("arn:aws:ecs:*:*:*", kOneTask));
  EXPECT_FALSE(matches("arn:aws:ecs:*:task/prod/1", kOneTask));
  EXPECT_FALSE(matches("arn:aws:ecs:US-WEST-2:123456789012:*", kOneTask));
  EXPECT_FALSE(matches("arn:aws:ecs:us-west-2:123456789012:task/prod", kOneTask));
}

TEST(ArnPattern, TheLastFieldMayHoldColons) {
  EXPECT_TRUE(matches("arn:aws:logs:*:*:log-group:/ecs/*",
                      "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:log-stream:s1"));
}

TEST(ArnPattern, MissingFieldsAreStars) {
  EXPECT_TRUE(matches("arn:aws:ecs:*", kOneTask));
  EXPECT_FALSE(matches("arn:aws:iam:*", kOneTask));
}

TEST(ArnPattern, WhatIsNoArnIsMatchedByNone) {
  EXPECT_FALSE(matches("arn:*:*:*:*:*", "*"));
  EXPECT_FALSE(matches("arn:*:*:*:*:*", "urn:aws:ecs:us-west-2:1:task/1"));
}

TEST(ArnPattern, WithoutVariablesTheirColonsPartFields) {
  const auto pattern = ArnPattern::of_condition("arn:aws:iam::${aws:x}:*", false);
  EXPECT_TRUE(pattern.matches(split_arn("arn:aws:iam::${aws:x}:y"), kNone));
  EXPECT_FALSE(pattern.matches(split_arn("arn:aws:iam::${aws:y}:y"), kNone));
}

TEST(ArnPattern, ColonsOfVariablesPartNothing) {
  ContextKeys context;
  context.set("aws:username", "alice");
  const auto pattern =
      ArnPattern::of_resource("arn:aws:iam::*:user/${aws:username}/${aws:path, 'a:b'}", true);
  EXPECT_TRUE(pattern.matches(split_arn("arn:aws:iam::1:user/alice/a:b"), context));
}

TEST(ArnPattern, OnlyConditionsKnowVariablesInEarlierFields) {
  ContextKeys context;
  context.set("aws:PrincipalAccount", "123456789012");
  constexpr std::string_view kText = "arn:aws:ecs:*:${aws:PrincipalAccount}:task/*";
  EXPECT_TRUE(ArnPattern::of_condition(kText, true).matches(split_arn(kOneTask), context));
  EXPECT_FALSE(ArnPattern::of_resource(kText, true).matches(split_arn(kOneTask), context));
}

TEST(ResourceSet, OnlyTheStarMatchesActionsWithoutResources) {
  ResourceSet star;
  star.everything = true;
  EXPECT_TRUE(star.matches(split_arn("*"), kNone));
  ResourceSet not_tasks;
  not_tasks.negated = true;
  not_tasks.patterns.push_back(ArnPattern::of_resource("arn:aws:ecs:*:*:task/*", true));
  EXPECT_TRUE(not_tasks.matches(split_arn("*"), kNone));
  EXPECT_FALSE(not_tasks.matches(split_arn(kOneTask), kNone));
}

}  // namespace
}  // namespace berth::iam
