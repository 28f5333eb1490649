// Decisions over policies in the store: identity, boundary, session, trust, and AWS's sentences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/authorizer_of_store.h"
#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/team/task";
constexpr const char* kSession = "arn:aws:sts::123456789012:assumed-role/task/s1";
constexpr const char* kAnyHere = "arn:aws:ecs:us-west-2:123456789012:*";
constexpr const char* kCluster = "arn:aws:ecs:us-west-2:123456789012:cluster/default";

std::string policy(const std::string& effect, const std::string& action,
                   const std::string& more = "") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect + R"(","Action":")" +
         action + R"(","Resource":"*")" + more + "}]}";
}
std::string trust(const std::string& principal, const std::string& more = "") {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)" + principal +
         R"(,"Action":["sts:AssumeRole","sts:TagSession"])" + more + "}]}";
}

class AuthorizerTest : public ServiceTest {
 protected:
  void SetUp() override {
    make_role("task", trust(R"({"Service":"ecs-tasks.amazonaws.com"})"), "/team/");
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, user));
  }
  Authorizer& authorizer() override { return *of_store_; }

  void make_role(const std::string& name, const std::string& document,
                 const std::string& path = "/") {
    aws::iam::CreateRoleRequest request;
    request.role_name = name;
    request.path = path;
    request.assume_role_policy_document = document;
    const auto made = call(iam::create_role, request);
    ASSERT_TRUE(made) << made.error().message;
  }
  void put_role_policy(const std::string& document) {
    aws::iam::PutRolePolicyRequest request;
    request.role_name = "task";
    request.policy_name = "p";
    request.policy_document = document;
    const auto done = call(iam::put_role_policy, request);
    ASSERT_TRUE(done) << done.error().message;
  }
  void put_user_policy(const std::string& document) {
    aws::iam::PutUserPolicyRequest request;
    request.user_name = "ann";
    request.policy_name = "p";
    request.policy_document = document;
    ASSERT_TRUE(call(iam::put_user_policy, request));
  }
  std::string make_policy(const std::string& name, const std::string& document) {
    aws::iam::CreatePolicyRequest request;
    request.policy_name = name;
    request.policy_document = document;
    const auto made = call(iam::create_policy, request);
    EXPECT_TRUE(made) << made.error().message;
    return *made->policy->arn;
  }
  void as_session(SessionFacts facts = {}) {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto role = store::find_role(context.tx, "task");
      caller_.principal = role_session_principal(account_, *role, "s1");
      facts.role_unique_id = role->id;
      caller_.session = std::move(facts);
      return {};
    }));
  }
  void as_user() {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      caller_.principal = user_principal(account_, *store::find_user(context.tx, "ann"));
      caller_.session.reset();
      return {};
    }));
  }
  /// "yes", or the sentence.
  std::string may(const std::string& action, const std::string& resource) {
    std::string answer = "yes";
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto decided = of_store_->authorize(context, action, resource, {});
      if (decided) return {};
      EXPECT_EQ(decided.error().code, "AccessDeniedException");
      EXPECT_EQ(decided.error().http_status, 400);
      answer = decided.error().message;
      return {};
    }));
    return answer;
  }
  bool ecs_may_assume(const std::string& role, const std::string& source = kAnyHere) {
    bool answer = false;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      answer =
          of_store_->authorize_service_assume_role(context, "ecs-tasks.amazonaws.com", role, source)
              .has_value();
      return {};
    }));
    return answer;
  }

  std::vector<std::string> denied_;
  std::unique_ptr<Authorizer> of_store_ =
      make_authorizer(AccountId(kAccount), IamMode::kEnforce,
                      [this](const std::string& request_id, const std::string& sentence, bool) {
                        denied_.push_back(request_id + " " + sentence);
                      });
};

TEST_F(AuthorizerTest, RootMayEverything) {
  EXPECT_EQ(may("ecs:CreateCluster", kCluster), "yes");
  EXPECT_TRUE(denied_.empty());
}

TEST_F(AuthorizerTest, ATrustPolicyIsAskedWhateverTheRolesPathIs) {
  make_role("odd", trust(R"({"Service":"ecs-tasks.amazonaws.com"})"), "/:federated-user/");
  as_user();
  put_user_policy(policy("Allow", "sts:*"));
  const std::string odd = "arn:aws:iam::123456789012:role/:federated-user/odd";
  for (const char* action : {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}) {
    EXPECT_THAT(may(action, odd), HasSubstr("not authorized")) << action;
  }
  EXPECT_EQ(may("sts:TagSession", "arn:aws:sts::123456789012:federated-user/carl"), "yes");
}

TEST_F(AuthorizerTest, ARoleIsAssumedByItsArnToTheLetter) {
  make_role("open", trust(R"({"AWS":"123456789012"})"));
  as_user();
  put_user_policy(policy("Allow", "sts:AssumeRole"));
  EXPECT_EQ(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/open"), "yes");
  EXPECT_THAT(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/OPEN"),
              HasSubstr("not authorized"));
}

TEST_F(AuthorizerTest, ACodeOfThisRequestCountsForMoreThanTheSessions) {
  as_user();
  put_user_policy(policy("Allow", "ecs:ListClusters",
                         R"(,"Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":"60"}})"));
  caller_.session.emplace();
  caller_.session->mfa_at = clock_.now() - std::chrono::hours(1);
  EXPECT_NE(may("ecs:ListClusters", "*"), "yes");
  EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
    berth::iam::ContextKeys keys;
    keys.set("aws:MultiFactorAuthPresent", "true");
    keys.set("aws:MultiFactorAuthAge", "0");
    return of_store_->authorize(context, "ecs:ListClusters", "*", keys);
  }));
}

TEST_F(AuthorizerTest, WhatPoliciesSayAloneIsNoDecision) {
  as_user();
  const auto outcome = [this] {
    berth::iam::Outcome found{};
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      found = of_store_->outcome_of(context, "ecs:ListClusters", "*", {});
      return {};
    }));
    return found;
  };
  EXPECT_EQ(outcome(), berth::iam::Outcome::kImplicitlyDenied);
  put_user_policy(policy("Deny", "ecs:*"));
  EXPECT_EQ(outcome(), berth::iam::Outcome::kExplicitlyDenied);
  put_user_policy(policy("Allow", "ecs:*"));
  EXPECT_EQ(outcome(), berth::iam::Outcome::kAllowed);
  EXPECT_TRUE(denied_.empty());
}

TEST_F(AuthorizerTest, PoliciesOfAwsAreOfEveryAccount) {
  const std::string of_aws = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  EXPECT_EQ(may("iam:GetPolicy", of_aws), "yes");
  as_user();
  EXPECT_NE(may("iam:GetPolicy", of_aws), "yes");
  put_user_policy(policy("Allow", "iam:GetPolicy"));
  EXPECT_EQ(may("iam:GetPolicy", of_aws), "yes");
}

TEST_F(AuthorizerTest, ASessionMayWhatItsRoleMay) {
  as_session();
  const std::string sentence =
      std::string("User: ") + kSession +
      " is not authorized to perform: ecs:ListClusters on resource: * "
      "because no identity-based policy allows the ecs:ListClusters action";
  EXPECT_EQ(may("ecs:ListClusters", "*"), sentence);
  EXPECT_THAT(denied_, ElementsAre(request_id_ + " " + sentence));
  put_role_policy(policy("Allow", "ecs:List*"));
  EXPECT_EQ(may("ecs:ListClusters", "*"), "yes");
  EXPECT_THAT(may("ecs:RunTask", "*"), HasSubstr("because no identity-based policy allows"));
  // What was put takes effect with the next request, also where it takes away.
  put_role_policy(policy("Deny", "ecs:*"));
  EXPECT_EQ(may("ecs:ListClusters", "*"),
            std::string("User: ") + kSession +
                " is not authorized to perform: ecs:ListClusters on resource: * with an explicit "
                "deny in an identity-based policy");
}

TEST_F(AuthorizerTest, NamesTheManagedPolicyThatDenies) {
  const std::string arn = make_policy("no-stop", policy("Deny", "ecs:StopTask"));
  aws::iam::AttachUserPolicyRequest request;
  request.user_name = "ann";
  request.policy_arn = arn;
  ASSERT_TRUE(call(iam::attach_user_policy, request));
  request.policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  ASSERT_TRUE(call(iam::attach_user_policy, request));
  as_user();
  EXPECT_EQ(may("ecs:ListClusters", "*"), "yes");
  EXPECT_EQ(
      may("ecs:StopTask", "*"),
      "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecs:StopTask on "
      "resource: * with an explicit deny in an identity-based policy: " +
          arn);
}

TEST_F(AuthorizerTest, ABoundaryBoundsItsUser) {
  put_user_policy(policy("Allow", "*"));
  aws::iam::PutUserPermissionsBoundaryRequest request;
  request.user_name = "ann";
  request.permissions_boundary = make_policy("bound", policy("Allow", "ecs:*"));
  ASSERT_TRUE(call(iam::put_user_permissions_boundary, request));
  as_user();
  EXPECT_EQ(may("ecs:ListClusters", "*"), "yes");
  EXPECT_THAT(
      may("logs:DescribeLogGroups", "*"),
      HasSubstr("because no permissions boundary allows the logs:DescribeLogGroups action"));
}

TEST_F(AuthorizerTest, SessionPoliciesBoundTheSession) {
  put_role_policy(policy("Allow", "*"));
  SessionFacts facts;
  facts.policies = {policy("Allow", "ecs:List*"),
                    "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"};
  as_session(facts);
  EXPECT_EQ(may("ecs:ListClusters", "*"), "yes");
  EXPECT_EQ(may("logs:DescribeLogGroups", "*"), "yes");
  EXPECT_THAT(may("ecs:RunTask", "*"),
              HasSubstr("because no session policy allows the ecs:RunTask action"));
  // A session policy alone allows nothing.
  put_role_policy(policy("Allow", "s3:*"));
  EXPECT_THAT(may("ecs:ListClusters", "*"), HasSubstr("no identity-based policy"));
  // One that is gone restricts to nothing.
  facts.policies = {"arn:aws:iam::123456789012:policy/gone"};
  as_session(facts);
  EXPECT_THAT(may("s3:ListBuckets", "*"), HasSubstr("no session policy"));
}

TEST_F(AuthorizerTest, ConditionsSeeCallerConnectionAndTags) {
  caller_.source_address = "10.1.2.3";
  caller_.secure_transport = true;
  as_session();
  const auto when = [](const std::string& condition) {
    return policy("Allow", "ecs:*", R"(,"Condition":)" + condition);
  };
  for (const char* fits : {R"({"IpAddress":{"aws:SourceIp":"10.1.0.0/16"}})",
                           R"({"Bool":{"aws:SecureTransport":"true"}})",
                           R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/team/task"}})",
                           R"({"StringEquals":{"aws:PrincipalType":"AssumedRole"}})",
                           R"({"StringLike":{"aws:userid":"AROA*:s1"}})",
                           R"({"StringEquals":{"aws:RequestedRegion":"us-west-2"}})",
                           R"({"DateGreaterThan":{"aws:CurrentTime":"2025-10-09T00:00:00Z"}})",
                           R"({"Null":{"aws:username":"true"}})",
                           R"({"StringEquals":{"aws:ResourceAccount":"123456789012"}})"}) {
    put_role_policy(when(fits));
    EXPECT_EQ(may("ecs:DescribeClusters", kCluster), "yes") << fits;
  }
  put_role_policy(when(R"({"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}})"));
  EXPECT_NE(may("ecs:DescribeClusters", kCluster), "yes");

  aws::iam::TagRoleRequest tag;
  tag.role_name = "task";
  tag.tags.emplace().push_back({"team", "a"});
  ASSERT_TRUE(call(iam::tag_role, tag));
  put_role_policy(when(R"({"StringEquals":{"aws:PrincipalTag/team":"a"}})"));
  EXPECT_EQ(may("ecs:DescribeClusters", kCluster), "yes");
  SessionFacts facts;
  facts.tags = {{"team", "b"}};
  as_session(facts);
  EXPECT_NE(may("ecs:DescribeClusters", kCluster), "yes");
}

TEST_F(AuthorizerTest, RolesAreAssumedByWhomTheyTrust) {
  as_user();
  EXPECT_THAT(may("sts:AssumeRole", kRole),
              HasSubstr("is not authorized to perform: sts:AssumeRole "
                        "on resource: " +
                        std::string(kRole)));
  // Named itself, the user needs no policy of its own.
  make_role("direct", trust(R"({"AWS":"arn:aws:iam::123456789012:user/ann"})"));
  EXPECT_EQ(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/direct"), "yes");
  // Where the account is trusted, it does.
  make_role("account", trust(R"({"AWS":"123456789012"})"));
  EXPECT_THAT(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/account"),
              HasSubstr("sts:AssumeRole"));
  put_user_policy(policy("Allow", "sts:*"));
  EXPECT_EQ(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/account"), "yes");
  EXPECT_NE(may("sts:AssumeRole", kRole), "yes");
  // Tags and source identity need the trust's word too.
  EXPECT_EQ(may("sts:TagSession", "arn:aws:iam::123456789012:role/account"), "yes");
  EXPECT_NE(may("sts:SetSourceIdentity", "arn:aws:iam::123456789012:role/account"), "yes");
  EXPECT_EQ(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/none"),
            "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRole "
            "on resource: arn:aws:iam::123456789012:role/none");
}

TEST_F(AuthorizerTest, ANamesakeMadeLaterIsNotTrusted) {
  make_role("direct", trust(R"({"AWS":"arn:aws:iam::123456789012:user/ann"})"));
  as_user();
  ASSERT_EQ(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/direct"), "yes");
  aws::iam::DeleteUserRequest gone;
  gone.user_name = "ann";
  caller_.principal = root_principal(account_);
  ASSERT_TRUE(call(iam::delete_user, gone));
  aws::iam::CreateUserRequest again;
  again.user_name = "ann";
  ASSERT_TRUE(call(iam::create_user, again));
  as_user();
  EXPECT_NE(may("sts:AssumeRole", "arn:aws:iam::123456789012:role/direct"), "yes");
}

TEST_F(AuthorizerTest, ASessionOfANamesakeIsNotTrusted) {
  const std::string trusting = "arn:aws:iam::123456789012:role/trusting";
  make_role("trusting", trust(std::string(R"({"AWS":[")") + kSession + R"("]})"));
  as_session();
  EXPECT_EQ(may("sts:AssumeRole", trusting), "yes");
  caller_.principal = root_principal(account_);
  caller_.session.reset();
  aws::iam::DeleteRoleRequest gone;
  gone.role_name = "task";
  ASSERT_TRUE(call(iam::delete_role, gone));
  make_role("task", trust(R"({"Service":"ecs-tasks.amazonaws.com"})"), "/team/");
  as_session();
  EXPECT_NE(may("sts:AssumeRole", trusting), "yes");
}

TEST_F(AuthorizerTest, EcsAssumesRolesThatTrustIt) {
  EXPECT_TRUE(ecs_may_assume(kRole));
  EXPECT_FALSE(ecs_may_assume("arn:aws:iam::123456789012:role/task"));
  EXPECT_FALSE(ecs_may_assume("arn:aws:iam::123456789012:role/none"));
  make_role("ec2", trust(R"({"Service":"ec2.amazonaws.com"})"));
  EXPECT_FALSE(ecs_may_assume("arn:aws:iam::123456789012:role/ec2"));
  make_role(
      "here",
      trust(R"({"Service":"ecs-tasks.amazonaws.com"})",
            R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:123456789012:*"},)"
            R"("StringEquals":{"aws:SourceAccount":"123456789012"}})"));
  EXPECT_TRUE(ecs_may_assume("arn:aws:iam::123456789012:role/here"));
  EXPECT_FALSE(ecs_may_assume("arn:aws:iam::123456789012:role/here",
                              "arn:aws:ecs:eu-west-1:123456789012:*"));
  aws::iam::UpdateAssumeRolePolicyRequest change;
  change.role_name = "here";
  change.policy_document = trust(R"({"Service":"ec2.amazonaws.com"})");
  ASSERT_TRUE(call(iam::update_assume_role_policy, change));
  EXPECT_FALSE(ecs_may_assume("arn:aws:iam::123456789012:role/here"));
}

TEST_F(AuthorizerTest, AnAuditLetsThroughAndTells) {
  of_store_ =
      make_authorizer(AccountId(kAccount), IamMode::kAudit,
                      [this](const std::string&, const std::string& sentence, bool enforced) {
                        EXPECT_FALSE(enforced);
                        denied_.push_back(sentence);
                      });
  as_session();
  EXPECT_EQ(may("ecs:ListClusters", "*"), "yes");
  EXPECT_TRUE(ecs_may_assume("arn:aws:iam::123456789012:role/none"));
  ASSERT_EQ(denied_.size(), 2u);
  EXPECT_THAT(denied_[0], HasSubstr("no identity-based policy allows the ecs:ListClusters action"));
}

}  // namespace
}  // namespace berth::services
