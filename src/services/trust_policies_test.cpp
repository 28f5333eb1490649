// Trust policies name users and roles by unique id in the store, and by ARN to those who read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"
#include "services/trust_policies.h"

namespace berth::services {
namespace {

using testing::HasSubstr;
using testing::Not;

class TrustPoliciesTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    user.path = "/team/";
    id_ = *call(iam::create_user, user)->user->user_id;
  }
  Result<std::string> pinned(const std::string& document) {
    std::string text;
    BERTH_TRY(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(text, pinned_trust_policy(context.tx, account_, document));
      return {};
    }));
    return text;
  }
  std::string unpinned(const std::string& document) {
    std::string text;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      text = unpinned_trust_policy(context.tx, account_, document);
      return {};
    }));
    return text;
  }
  std::string id_;
};

constexpr const char* kAnn = "arn:aws:iam::123456789012:user/team/ann";

TEST_F(TrustPoliciesTest, ReplaceNothingButPrincipalsAndTurnBack) {
  const std::string document =
      std::string("{ \"Statement\" :\n[ {\"Effect\":\"Allow\", \"Principal\": {\"AWS\": [\"") +
      kAnn + "\", \"123456789012\", \"arn:aws:iam::999999999999:user/x\"], \"Service\": \"" + kAnn +
      "\"}, \"Condition\": {\"ArnEquals\": {\"aws:PrincipalArn\": \"" + kAnn +
      "\"}}, \"Action\": \"sts:AssumeRole\"} ] }";
  const auto kept = pinned(document);
  ASSERT_TRUE(kept) << kept.error().message;
  std::string expected = document;
  expected.replace(expected.find(kAnn), std::string(kAnn).size(), id_);
  EXPECT_EQ(*kept, expected);
  EXPECT_EQ(unpinned(*kept), document);
}

TEST_F(TrustPoliciesTest, TakeOneStatementAndOnePrincipalToo) {
  const auto kept = pinned(std::string(R"({"Statement":{"Principal":{"AWS":")") + kAnn + R"("}}})");
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, R"({"Statement":{"Principal":{"AWS":")" + id_ + R"("}}})");
}

TEST_F(TrustPoliciesTest, NameSessionsByNamesThatSessionsHave) {
  aws::iam::CreateRoleRequest role;
  role.role_name = "task";
  role.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
  const std::string id = *call(iam::create_role, role)->role->role_id;
  const auto of = [this](const std::string& principal) {
    return pinned(R"({"Statement":{"Principal":{"AWS":")" + principal + R"("}}})");
  };
  const std::string session = "arn:aws:sts::123456789012:assumed-role/task/";
  EXPECT_EQ(of(session + "s1"), R"({"Statement":{"Principal":{"AWS":")" + id + R"(:s1"}}})");
  EXPECT_TRUE(of(id + ":s1"));
  // What would end the text and say more after it.
  for (const std::string& start : {session, id + ":"}) {
    for (const char* name : {R"(s1\",\"Service\":\"*)", R"(s1\u0022)", "*", "s", "a/b", ""}) {
      const auto kept = of(start + name);
      ASSERT_FALSE(kept) << *kept;
      EXPECT_EQ(kept.error().code, "MalformedPolicyDocument") << name;
    }
  }
}

TEST_F(TrustPoliciesTest, NeedPrincipalsThatAreThere) {
  for (const char* arn :
       {"arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:role/none"}) {
    const auto kept =
        pinned(std::string(R"({"Statement":[{"Principal":{"AWS":")") + arn + R"("}}]})");
    ASSERT_FALSE(kept) << arn;
    EXPECT_EQ(kept.error().code, "MalformedPolicyDocument");
    EXPECT_EQ(kept.error().message,
              std::string("Invalid principal in policy: \"AWS\":\"") + arn + "\"");
  }
  EXPECT_EQ(
      pinned(R"({"Statement":{"Principal":{"AWS":"AROA22222222222222222"}}})").error().message,
      R"(Invalid principal in policy: "AWS":"AROA22222222222222222")");
  EXPECT_TRUE(pinned(R"({"Statement":{"Principal":{"AWS":")" + id_ + R"("}}})"));
  EXPECT_EQ(pinned("{").error().message, "This policy contains invalid Json");
}

TEST_F(TrustPoliciesTest, PinSessionsToTheirRole) {
  const auto make = [this] {
    aws::iam::CreateRoleRequest role;
    role.role_name = "task";
    role.path = "/team/";
    role.assume_role_policy_document =
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}})";
    return *call(iam::create_role, role)->role->role_id;
  };
  const std::string role_id = make();
  const std::string arn = "arn:aws:sts::123456789012:assumed-role/task/s1";
  const auto document = [](const std::string& principal) {
    return R"({"Statement":{"Principal":{"AWS":")" + principal + R"("}}})";
  };
  const auto kept = pinned(document(arn));
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(*kept, document(role_id + ":s1"));
  EXPECT_EQ(unpinned(*kept), document(arn));
  // A role of that name made later is another.
  aws::iam::DeleteRoleRequest gone;
  gone.role_name = "task";
  ASSERT_TRUE(call(iam::delete_role, gone));
  EXPECT_EQ(pinned(document(arn)).error().message,
            "Invalid principal in policy: \"AWS\":\"" + arn + "\"");
  make();
  EXPECT_EQ(unpinned(*kept), document(role_id + ":s1"));
  EXPECT_EQ(pinned(*kept).error().message,
            "Invalid principal in policy: \"AWS\":\"" + role_id + ":s1\"");
}

TEST_F(TrustPoliciesTest, NeedServicesThatAwsHas) {
  const auto checked = [](const std::string& services) {
    return check_service_principals(R"({"Statement":[{"Principal":{"Service":)" + services +
                                    "}}]}");
  };
  EXPECT_TRUE(checked(R"("ecs-tasks.amazonaws.com")"));
  EXPECT_TRUE(checked(R"(["ec2.amazonaws.com", "logs.eu-west-1.amazonaws.com"])"));
  EXPECT_TRUE(checked(R"("ec2.amazonaws.com.cn")"));
  EXPECT_TRUE(checked(R"(["monitoring.rds.amazonaws.com", "delivery.logs.amazonaws.com"])"));
  for (const std::string name :
       {"nope.amazonaws.com", "ecs-tasks", "ecs-tasks.amazonaws.org", ".amazonaws.com",
        "ecs-tasks.nowhere.amazonaws.com", "ECS-TASKS.amazonaws.com", ""}) {
    const auto refused = checked("[\"ec2.amazonaws.com\", \"" + name + "\"]");
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, "MalformedPolicyDocument");
    EXPECT_EQ(refused.error().message, "Invalid principal in policy: \"SERVICE\":\"" + name + "\"");
  }
}

TEST_F(TrustPoliciesTest, ShowTheIdOfOneThatIsGone) {
  const auto kept = pinned(std::string(R"({"Statement":{"Principal":{"AWS":")") + kAnn + R"("}}})");
  aws::iam::DeleteUserRequest gone;
  gone.user_name = "ann";
  ASSERT_TRUE(call(iam::delete_user, gone));
  EXPECT_THAT(unpinned(*kept), HasSubstr(id_));
  EXPECT_THAT(unpinned(*kept), Not(HasSubstr("ann")));
}

}  // namespace
}  // namespace berth::services
