// The operations of the service `berth`, over decisions that production's authorizer made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/authorizer_of_store.h"
#include "services/berth/operations.h"
#include "services/berth/targets.h"
#include "services/decision_log.h"
#include "services/iam/operations.h"
#include "services/testing.h"
#include "store/iam/roles.h"

namespace berth::services::own {
namespace {

namespace in = aws::berth;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kTask = "arn:aws:ecs:us-west-2:123456789012:task/default/t1";
constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
    R"({"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
constexpr const char* kListTasks =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:List*"],)"
    R"("Resource":"*"}]})";

class DecisionsTest : public ServiceTest {
 protected:
  void SetUp() override {
    make_role("web");
    as_session("web");
  }
  Authorizer& authorizer() override { return *of_store_; }

  void make_role(const std::string& name, bool audited = false) {
    aws::iam::CreateRoleRequest request;
    request.role_name = name;
    request.assume_role_policy_document = kTrust;
    if (audited) request.tags.emplace().push_back({"berth:iam", "audit"});
    const auto made = call(iam::create_role, request);
    ASSERT_TRUE(made) << made.error().message;
    aws::iam::PutRolePolicyRequest policy;
    policy.role_name = name;
    policy.policy_name = "p";
    policy.policy_document = kListTasks;
    ASSERT_TRUE(call(iam::put_role_policy, policy));
  }
  void as_session(const std::string& role_name) {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto role = store::find_role(context.tx, role_name);
      caller_.principal = role_session_principal(account_, *role, "s1");
      caller_.session.emplace().role_unique_id = role->id;
      return {};
    }));
  }
  /// Asks, as the gateway would for a request of this id. True where it may.
  bool ask(const std::string& request_id, const std::string& action,
           const std::string& resource = "*") {
    request_id_ = request_id;
    bool may = false;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      may = of_store_->authorize(context, action, resource, {}).has_value();
      return {};
    }));
    return may;
  }
  Result<in::ExplainDecisionResponse> explain(const in::ExplainDecisionRequest& request) {
    of_store_->hand_over_decisions();
    return call(explain_decision, request);
  }
  Result<in::ListDenialsResponse> list(const in::ListDenialsRequest& request) {
    of_store_->hand_over_decisions();
    return call(list_denials, request);
  }
  Result<in::SuggestPolicyResponse> suggestion(const in::SuggestPolicyRequest& request) {
    of_store_->hand_over_decisions();
    return call(suggest_policy, request);
  }
  static std::vector<std::string> ids(const std::vector<in::Decision>& decisions) {
    std::vector<std::string> out;
    for (const in::Decision& each : decisions) out.push_back(*each.request_id);
    return out;
  }
  template <class Output>
  static void expect_fault(const Result<Output>& result, const std::string& code,
                           const std::string& message) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code);
    EXPECT_THAT(result.error().message, HasSubstr(message));
  }

  DecisionLog log_{*store_, clock_, {}};
  std::unique_ptr<Authorizer> of_store_ =
      make_authorizer(AccountId(kAccount), IamMode::kEnforce, {}, &log_);
};

TEST_F(DecisionsTest, ExplainsARequest) {
  EXPECT_FALSE(ask("r1", "ecs:RunTask", "arn:aws:ecs:us-west-2:123456789012:task-definition/a:1"));
  in::ExplainDecisionRequest request;
  request.request_id = "r1";
  const auto answer = explain(request);
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_EQ(answer->decisions->size(), 1u);
  const in::Decision& decision = answer->decisions->front();
  EXPECT_EQ(decision.outcome, "IMPLICITLY_DENIED");
  EXPECT_EQ(decision.mode, "ENFORCED");
  EXPECT_EQ(decision.caller->arn, "arn:aws:sts::123456789012:assumed-role/web/s1");
  EXPECT_EQ(decision.caller->role_arn, "arn:aws:iam::123456789012:role/web");
  EXPECT_EQ(decision.caller->access_key_id, "AKIAROOT000000000000");
  EXPECT_EQ(decision.source_ip, "127.0.0.1");
  EXPECT_EQ(decision.decided_at, clock_.now());
  EXPECT_THAT(decision.context->at("aws:SourceIp"), ElementsAre("127.0.0.1"));
  EXPECT_EQ(decision.explanation->nearest_miss->policy_name, "p");
  EXPECT_THAT(*decision.explanation->nearest_miss->failures->at(0).wanted,
              ElementsAre("ecs:List*"));
}

TEST_F(DecisionsTest, ExplainsARequestThatAnotherOneStandsFor) {
  EXPECT_TRUE(ask("a-1", "ecs:ListClusters"));
  EXPECT_TRUE(ask("a-2", "ecs:ListClusters"));
  in::ExplainDecisionRequest request;
  request.request_id = "a-2";
  const auto answer = explain(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_THAT(ids(*answer->decisions), ElementsAre("a-2"));
  EXPECT_EQ(answer->decisions->at(0).calls, 2);
}

TEST_F(DecisionsTest, LastIsTheNewestDenialAndNotOnesOwnQuestion) {
  EXPECT_FALSE(ask("denied", "ecs:RunTask"));
  EXPECT_TRUE(ask("allowed", "ecs:ListClusters"));
  EXPECT_FALSE(ask("own", "berth:ExplainDecision"));
  in::ExplainDecisionRequest request;
  request.last = true;
  const auto answer = explain(request);
  ASSERT_TRUE(answer);
  EXPECT_THAT(ids(*answer->decisions), ElementsAre("denied"));
}

TEST_F(DecisionsTest, ARolesDenialsGoBeforeWhatItWasAllowed) {
  in::ExplainDecisionRequest request;
  request.role_name = "web";
  expect_fault(explain(request), "ResourceNotFoundException", "No decision of role web");
  EXPECT_TRUE(ask("a1", "ecs:ListClusters"));
  EXPECT_THAT(ids(*explain(request)->decisions), ElementsAre("a1"));
  EXPECT_FALSE(ask("d1", "ecs:RunTask"));
  EXPECT_FALSE(ask("d2", "ecs:StopTask"));
  EXPECT_THAT(ids(*explain(request)->decisions), ElementsAre("d2", "d1"));
  request.max_results = 1;
  EXPECT_THAT(ids(*explain(request)->decisions), ElementsAre("d2"));
  request.role_name = "nobody";
  expect_fault(explain(request), "ResourceNotFoundException", "There is no role nobody.");
}

TEST_F(DecisionsTest, WhatEcsMayNotAssumeIsExplainedByTaskAndRole) {
  ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
    EXPECT_FALSE(of_store_->authorize_service_assume_role(
        context, "ec2.amazonaws.com", "arn:aws:iam::123456789012:role/web", kTask));
    return {};
  }));
  in::ExplainDecisionRequest request;
  request.task_arn = kTask;
  const auto answer = explain(request);
  ASSERT_TRUE(answer) << answer.error().message;
  const in::Decision& decision = answer->decisions->front();
  EXPECT_EQ(decision.task_arn, kTask);
  EXPECT_FALSE(decision.caller->access_key_id);
  EXPECT_EQ(decision.decided_by->policy_type, "TRUST");
  EXPECT_THAT(decision.explanation->changes->at(0).commands->at(0),
              HasSubstr("aws iam update-assume-role-policy --role-name web"));
}

TEST_F(DecisionsTest, OneQuestionATime) {
  in::ExplainDecisionRequest request;
  expect_fault(explain(request), "InvalidParameterException", "Specify one of");
  request.request_id = "r";
  request.last = true;
  expect_fault(explain(request), "InvalidParameterException", "Specify one of");
  request.last = false;
  expect_fault(explain(request), "ResourceNotFoundException", "No decision of request r");
  request.request_id.reset();
  request.task_arn = "arn:aws:ecs:us-west-2:1:cluster/a";
  expect_fault(explain(request), "InvalidParameterException", "is not the ARN of a task");
}

TEST_F(DecisionsTest, ListsDenialsPageByPage) {
  for (const char* id : {"1", "2", "3"}) EXPECT_FALSE(ask(id, "ecs:RunTask"));
  EXPECT_TRUE(ask("4", "ecs:ListClusters"));
  in::ListDenialsRequest request;
  request.max_results = 2;
  const auto first = list(request);
  ASSERT_TRUE(first);
  EXPECT_THAT(ids(*first->denials), ElementsAre("3", "2"));
  ASSERT_TRUE(first->next_token);
  request.next_token = first->next_token;
  const auto second = list(request);
  EXPECT_THAT(ids(*second->denials), ElementsAre("1"));
  EXPECT_FALSE(second->next_token);
  request.next_token = "nonsense";
  expect_fault(list(request), "InvalidParameterException", "Invalid nextToken.");
}

TEST_F(DecisionsTest, ListsDenialsByTheirFilters) {
  EXPECT_FALSE(ask("1", "ecs:RunTask"));
  clock_.advance(std::chrono::minutes(1));
  const TimePoint between = clock_.now();
  EXPECT_FALSE(ask("2", "logs:PutLogEvents"));
  make_role("other", true);
  as_session("other");
  EXPECT_TRUE(ask("3", "ecs:RunTask")) << "its tag says audit";
  const auto found = [this](const in::ListDenialsRequest& request) {
    return ids(*list(request)->denials);
  };
  in::ListDenialsRequest request;
  EXPECT_THAT(found(request), ElementsAre("3", "2", "1"));
  request.action = "ECS:runtask";
  EXPECT_THAT(found(request), ElementsAre("3", "1"));
  request.role_name = "web";
  EXPECT_THAT(found(request), ElementsAre("1"));
  request.since = between;
  EXPECT_THAT(found(request), IsEmpty());
  request = {};
  request.service = "logs";
  EXPECT_THAT(found(request), ElementsAre("2"));
  request = {};
  request.mode = "AUDITED";
  EXPECT_THAT(found(request), ElementsAre("3"));
  request = {};
  request.caller_arn = "arn:aws:sts::123456789012:assumed-role/web/s1";
  EXPECT_THAT(found(request), ElementsAre("2", "1"));
}

TEST_F(DecisionsTest, ASessionsTagsPutNobodyUnderAudit) {
  caller_.session->tags = {{"berth:iam", "audit"}};
  EXPECT_FALSE(ask("1", "ecs:RunTask"));
}

TEST_F(DecisionsTest, SuggestsAPolicyUnderWhichNothingIsDenied) {
  EXPECT_TRUE(ask("1", "ecs:ListClusters"));
  EXPECT_FALSE(ask("2", "ecs:StopTask", kTask));
  in::SuggestPolicyRequest request;
  request.role_name = "web";
  request.check = true;
  request.diff = true;
  const auto answer = suggestion(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer->policy_document,
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)"
            R"("ecs:ListClusters","Resource":"*"},{"Effect":"Allow","Action":"ecs:StopTask",)"
            R"("Resource":"arn:aws:ecs:us-west-2:123456789012:task/default/t1"}]})");
  EXPECT_EQ(answer->policy_size, static_cast<std::int32_t>(answer->policy_document->size()));
  EXPECT_EQ(answer->calls_seen, 2);
  EXPECT_EQ(answer->check->calls, 2);
  EXPECT_THAT(*answer->check->denied, IsEmpty());
  ASSERT_EQ(answer->newly_allowed->size(), 1u);
  EXPECT_EQ(answer->newly_allowed->at(0).action, "ecs:StopTask");
  ASSERT_EQ(answer->unused->size(), 1u);
  EXPECT_EQ(answer->unused->at(0).policy_name, "p");
  EXPECT_THAT(*answer->unused->at(0).used_actions, ElementsAre("ecs:ListClusters"));
  EXPECT_THAT(*answer->unused->at(0).unused_actions, ::testing::Contains("ecs:ListTasks"));
  request.resources = "BY_TYPE";
  EXPECT_THAT(*suggestion(request)->policy_document, HasSubstr("task/default/*"));
}

TEST_F(DecisionsTest, SuggestsNothingFromNothing) {
  in::SuggestPolicyRequest request;
  expect_fault(suggestion(request), "InvalidParameterException", "Specify roleName or taskArn.");
  request.role_name = "web";
  expect_fault(suggestion(request), "ResourceNotFoundException", "No call of");
  request = {};
  request.task_arn = kTask;
  expect_fault(suggestion(request), "ResourceNotFoundException", "No call of task");
}

TEST_F(DecisionsTest, TargetsNameTheRole) {
  ASSERT_TRUE(in_context([](Context& context) -> Result<void> {
    in::ListDenialsRequest request;
    EXPECT_EQ(on_subject(context, request)->at(0).resource, "*");
    request.role_name = "web";
    EXPECT_EQ(on_subject(context, request)->at(0).resource, "arn:aws:iam::123456789012:role/web");
    return {};
  }));
}

}  // namespace
}  // namespace berth::services::own
