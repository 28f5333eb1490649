// What a group is allowed and denied counts for the users in it, from the moment they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/authorizer_of_store.h"
#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services {
namespace {

using testing::HasSubstr;

std::string statement(const std::string& effect, const std::string& action) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":")" + effect + R"(","Action":")" +
         action + R"(","Resource":"*"}})";
}

class GroupDecisionsTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, user));
    aws::iam::CreateGroupRequest group;
    group.group_name = "dev";
    ASSERT_TRUE(call(iam::create_group, group));
  }
  void add() {
    aws::iam::AddUserToGroupRequest request;
    request.user_name = "ann";
    request.group_name = "dev";
    ASSERT_TRUE(call(iam::add_user_to_group, request));
  }
  void remove() {
    aws::iam::RemoveUserFromGroupRequest request;
    request.user_name = "ann";
    request.group_name = "dev";
    ASSERT_TRUE(call(iam::remove_user_from_group, request));
  }
  void put_group_policy(const std::string& document) {
    aws::iam::PutGroupPolicyRequest request;
    request.group_name = "dev";
    request.policy_name = "p";
    request.policy_document = document;
    ASSERT_TRUE(call(iam::put_group_policy, request));
  }
  std::string make_policy(const std::string& document) {
    aws::iam::CreatePolicyRequest request;
    request.policy_name = "m";
    request.policy_document = document;
    return *call(iam::create_policy, request)->policy->arn;
  }
  void attach(const std::string& arn) {
    aws::iam::AttachGroupPolicyRequest request;
    request.group_name = "dev";
    request.policy_arn = arn;
    ASSERT_TRUE(call(iam::attach_group_policy, request));
  }
  /// "yes", or the sentence.
  std::string may(const std::string& action) {
    std::string answer = "yes";
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      Caller ann = caller_;
      ann.principal = user_principal(account_, *store::find_user(context.tx, "ann"));
      Context anns{ann,         account_,   region_, context.tx, clock_.now(), random_,
                   request_id_, *of_store_, tokens_, settings_,  effects_};
      const auto decided = of_store_->authorize(anns, action, "*", {});
      if (!decided) answer = decided.error().message;
      return {};
    }));
    return answer;
  }

  std::unique_ptr<Authorizer> of_store_ =
      make_authorizer(AccountId(kAccount), IamMode::kEnforce, {});
};

TEST_F(GroupDecisionsTest, MembershipGivesAndTakes) {
  put_group_policy(statement("Allow", "ecs:ListClusters"));
  EXPECT_NE(may("ecs:ListClusters"), "yes");
  add();
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  EXPECT_THAT(may("ecs:ListTasks"),
              HasSubstr("because no identity-based policy allows the ecs:ListTasks action"));
  remove();
  EXPECT_NE(may("ecs:ListClusters"), "yes");
}

TEST_F(GroupDecisionsTest, ChangesOfTheGroupsPoliciesAreSeenAtOnce) {
  add();
  EXPECT_NE(may("ecs:ListClusters"), "yes");
  put_group_policy(statement("Allow", "ecs:*"));
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  put_group_policy(statement("Allow", "logs:*"));
  EXPECT_NE(may("ecs:ListClusters"), "yes");
  const std::string arn = make_policy(statement("Allow", "ecs:*"));
  attach(arn);
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  aws::iam::CreatePolicyVersionRequest version;
  version.policy_arn = arn;
  version.policy_document = statement("Allow", "s3:*");
  version.set_as_default = true;
  ASSERT_TRUE(call(iam::create_policy_version, version));
  EXPECT_NE(may("ecs:ListClusters"), "yes");
}

TEST_F(GroupDecisionsTest, AGroupsDenialOutweighsTheUsersOwnPolicy) {
  aws::iam::PutUserPolicyRequest own;
  own.user_name = "ann";
  own.policy_name = "p";
  own.policy_document = statement("Allow", "*");
  ASSERT_TRUE(call(iam::put_user_policy, own));
  attach(make_policy(statement("Deny", "ecs:*")));
  EXPECT_EQ(may("ecs:ListClusters"), "yes");
  add();
  EXPECT_THAT(may("ecs:ListClusters"),
              HasSubstr("with an explicit deny in an identity-based policy: "
                        "arn:aws:iam::123456789012:policy/m"));
}

TEST_F(GroupDecisionsTest, TheUsersBoundaryBoundsTheGroupsPolicies) {
  put_group_policy(statement("Allow", "*"));
  add();
  aws::iam::PutUserPermissionsBoundaryRequest boundary;
  boundary.user_name = "ann";
  boundary.permissions_boundary = make_policy(statement("Allow", "logs:*"));
  ASSERT_TRUE(call(iam::put_user_permissions_boundary, boundary));
  EXPECT_EQ(may("logs:DescribeLogGroups"), "yes");
  EXPECT_THAT(may("ecs:ListClusters"), HasSubstr("no permissions boundary allows"));
}

}  // namespace
}  // namespace berth::services
