// A service is open where a statement allows any of its actions.
#include <gtest/gtest.h>

#include "iam/service_access.h"

namespace berth::iam {
namespace {

bool grants(const std::string& actions, const char* service, const char* effect = "Allow") {
  const std::string document = std::string(R"({"Version":"2012-10-17","Statement":{"Effect":")") +
                               effect + R"(","Resource":"*",)" + actions + "}}";
  const auto policy = parse_policy(document, PolicyKind::kIdentity);
  EXPECT_TRUE(policy) << document;
  return policy && grants_service_access(**policy, service);
}

TEST(ServiceAccess, IsGrantedByAnyActionOfTheService) {
  EXPECT_TRUE(grants(R"("Action":"ecs:RunTask")", "ecs"));
  EXPECT_TRUE(grants(R"("Action":["s3:Get*","ECS:*"])", "Ecs"));
  EXPECT_TRUE(grants(R"("Action":"*")", "ecs"));
  EXPECT_TRUE(grants(R"("Action":"*:Get*")", "ecs"));
  EXPECT_FALSE(grants(R"("Action":"ecs-x:RunTask")", "ecs"));
}

TEST(ServiceAccess, IsGrantedByWhatNotActionLeaves) {
  EXPECT_TRUE(grants(R"("NotAction":"s3:*")", "ecs"));
  EXPECT_TRUE(grants(R"("NotAction":"ecs:Run*")", "ecs"));
  EXPECT_FALSE(grants(R"("NotAction":"ecs:*")", "ecs"));
}

TEST(ServiceAccess, IsNotGrantedByADenial) {
  EXPECT_FALSE(grants(R"("Action":"ecs:*")", "ecs", "Deny"));
}

TEST(ServiceAccess, IsGrantedActionByAction) {
  const auto policy = parse_policy(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:Run*","s3:Get*"],)"
      R"("Resource":"*"},{"Effect":"Deny","Action":"ecs:StopTask","Resource":"*"}]})",
      PolicyKind::kIdentity);
  ASSERT_TRUE(policy);
  EXPECT_TRUE(grants_action(**policy, "ecs:RunTask"));
  EXPECT_TRUE(grants_action(**policy, "ECS:runtask"));
  EXPECT_FALSE(grants_action(**policy, "ecs:StopTask"));
  EXPECT_FALSE(grants_action(**policy, "s3:RunTask"));
  EXPECT_FALSE(grants_action(**policy, "RunTask"));
}

}  // namespace
}  // namespace berth::iam
