// The policy simulator: decisions, the statements behind them, what is missing, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kUser = "arn:aws:iam::123456789012:user/ann";
constexpr const char* kTask = "arn:aws:ecs:us-west-2:123456789012:task/prod/1";
constexpr const char* kAllowEcs =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*"}]})";
constexpr const char* kDenyStop =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ecs:Stop*","Resource":"*"}})";
constexpr const char* kOnlyBlue =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*",)"
    R"("Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"},)"
    R"("NumericLessThan":{"ecs:task-cpu":"1024"}}}})";

aws::iam::ContextEntry entry(const char* name, const char* type, std::vector<std::string> values) {
  aws::iam::ContextEntry made;
  made.context_key_name = name;
  made.context_key_type = type;
  made.context_key_values = std::move(values);
  return made;
}

class SimulationTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(create_user, user));
    custom_.policy_input_list = {kAllowEcs};
    custom_.action_names = {"ecs:StopTask"};
    principal_.policy_source_arn = kUser;
    principal_.action_names = {"ecs:StopTask"};
  }

  void put(const char* name, const char* document) {
    aws::iam::PutUserPolicyRequest request;
    request.user_name = "ann";
    request.policy_name = name;
    request.policy_document = document;
    ASSERT_TRUE(call(put_user_policy, request));
  }

  aws::iam::EvaluationResult only_custom() {
    const auto response = call(simulate_custom_policy, custom_);
    EXPECT_TRUE(response) << response.error().message;
    EXPECT_THAT(*response->evaluation_results, SizeIs(1));
    return response->evaluation_results->front();
  }

  std::string refused_custom() {
    const auto response = call(simulate_custom_policy, custom_);
    if (response) return "";
    EXPECT_EQ(response.error().code, "InvalidInput");
    EXPECT_EQ(response.error().http_status, 400);
    return response.error().message;
  }

  aws::iam::SimulateCustomPolicyRequest custom_;
  aws::iam::SimulatePrincipalPolicyRequest principal_;
};

TEST_F(SimulationTest, NamesTheAllowingStatementAndItsPlace) {
  const auto result = only_custom();
  EXPECT_EQ(result.eval_action_name, "ecs:StopTask");
  EXPECT_EQ(result.eval_resource_name, "*");
  EXPECT_EQ(result.eval_decision, "allowed");
  EXPECT_FALSE(result.resource_specific_results);
  EXPECT_FALSE(result.permissions_boundary_decision_detail);
  ASSERT_THAT(*result.matched_statements, SizeIs(1));
  const auto& statement = result.matched_statements->front();
  EXPECT_EQ(statement.source_policy_id, "PolicyInputList.1");
  EXPECT_EQ(statement.source_policy_type, "IAM Policy");
  EXPECT_EQ(statement.start_position->line, 1);
  EXPECT_EQ(statement.start_position->column, 38);
  EXPECT_EQ(statement.end_position->column, 88);
}

TEST_F(SimulationTest, ADenyIsTheOnlyStatementNamed) {
  custom_.policy_input_list = {kAllowEcs, kDenyStop};
  const auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "explicitDeny");
  ASSERT_THAT(*result.matched_statements, SizeIs(1));
  EXPECT_EQ(result.matched_statements->front().source_policy_id, "PolicyInputList.2");
}

TEST_F(SimulationTest, NothingIsNamedWhereNothingAllows) {
  custom_.action_names = {"iam:GetUser"};
  const auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "implicitDeny");
  EXPECT_THAT(*result.matched_statements, IsEmpty());
}

TEST_F(SimulationTest, TellsWhichKeysAreMissing) {
  custom_.policy_input_list = {kOnlyBlue};
  EXPECT_THAT(*only_custom().missing_context_values,
              ElementsAre("aws:PrincipalTag/team", "ecs:task-cpu"));
  custom_.context_entries = {entry("aws:PrincipalTag/team", "string", {"blue"}),
                             entry("ecs:task-cpu", "numeric", {"512"})};
  const auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "allowed");
  EXPECT_THAT(*result.missing_context_values, IsEmpty());
}

TEST_F(SimulationTest, EachResourceHasAResultOfItsOwn) {
  custom_.policy_input_list = {
      R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:ecs:*:*:task/prod/*"}})"};
  custom_.resource_arns = {kTask};
  auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "allowed");
  EXPECT_EQ(result.eval_resource_name, kTask);
  ASSERT_THAT(*result.resource_specific_results, SizeIs(1));
  EXPECT_THAT(*result.resource_specific_results->front().matched_statements, SizeIs(1));
  custom_.resource_arns = {kTask, "arn:aws:ecs:us-west-2:123456789012:task/dev/1"};
  result = only_custom();
  EXPECT_EQ(result.eval_decision, "implicitDeny");
  ASSERT_THAT(*result.resource_specific_results, SizeIs(2));
  EXPECT_EQ(result.resource_specific_results->front().eval_resource_decision, "allowed");
  EXPECT_EQ(result.resource_specific_results->back().eval_resource_decision, "implicitDeny");
}

TEST_F(SimulationTest, ABoundaryIsToldApart) {
  custom_.permissions_boundary_policy_input_list = {
      R"({"Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}})"};
  auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "implicitDeny");
  EXPECT_EQ(result.permissions_boundary_decision_detail->allowed_by_permissions_boundary, false);
  custom_.permissions_boundary_policy_input_list = {kAllowEcs};
  result = only_custom();
  EXPECT_EQ(result.eval_decision, "allowed");
  EXPECT_EQ(result.permissions_boundary_decision_detail->allowed_by_permissions_boundary, true);
  custom_.permissions_boundary_policy_input_list = {kDenyStop};
  result = only_custom();
  EXPECT_EQ(result.eval_decision, "explicitDeny");
  EXPECT_EQ(result.matched_statements->front().source_policy_id,
            "PermissionsBoundaryPolicyInputList.1");
}

TEST_F(SimulationTest, AResourcePolicyAllowsItsCaller) {
  custom_.policy_input_list = {kDenyStop};
  custom_.action_names = {"s3:GetObject"};
  custom_.resource_arns = {"arn:aws:s3:::bucket/a"};
  custom_.caller_arn = kUser;
  custom_.resource_policy =
      R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket/*",)"
      R"("Principal":{"AWS":"arn:aws:iam::123456789012:user/ann"}}})";
  auto result = only_custom();
  EXPECT_EQ(result.eval_decision, "allowed");
  EXPECT_EQ(result.matched_statements->front().source_policy_type, "Resource Policy");
  EXPECT_EQ(result.matched_statements->front().source_policy_id, "ResourcePolicy");
  // In another account both have to allow.
  custom_.resource_owner = "arn:aws:iam::999999999999:root";
  result = only_custom();
  EXPECT_EQ(result.eval_decision, "implicitDeny");
  EXPECT_EQ(result.eval_decision_details->at("Resource Policy"), "allowed");
  EXPECT_EQ(result.eval_decision_details->at("IAM Policy"), "implicitDeny");
}

TEST_F(SimulationTest, ThePoliciesOfAUserAreSimulatedWithOthersBesideThem) {
  put("own", kAllowEcs);
  aws::iam::AttachUserPolicyRequest attach;
  attach.user_name = "ann";
  attach.policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  ASSERT_TRUE(call(attach_user_policy, attach));
  auto response = call(simulate_principal_policy, principal_);
  ASSERT_TRUE(response) << response.error().message;
  const auto& allowed = response->evaluation_results->front();
  EXPECT_EQ(allowed.eval_decision, "allowed");
  ASSERT_THAT(*allowed.matched_statements, SizeIs(2));
  EXPECT_EQ(allowed.matched_statements->front().source_policy_id, "own");
  EXPECT_EQ(allowed.matched_statements->back().source_policy_id, "AmazonECS_FullAccess");
  principal_.policy_input_list = {kDenyStop};
  response = call(simulate_principal_policy, principal_);
  EXPECT_EQ(response->evaluation_results->front().eval_decision, "explicitDeny");
}

TEST_F(SimulationTest, GroupsAreSimulatedAndCountForTheirUsers) {
  ASSERT_TRUE(call(create_group, aws::iam::CreateGroupRequest{{}, {"devs"}}));
  aws::iam::PutGroupPolicyRequest policy;
  policy.group_name = "devs";
  policy.policy_name = "of-group";
  policy.policy_document = kAllowEcs;
  ASSERT_TRUE(call(put_group_policy, policy));
  principal_.policy_source_arn = "arn:aws:iam::123456789012:group/devs";
  const auto of_group = call(simulate_principal_policy, principal_);
  ASSERT_TRUE(of_group) << of_group.error().message;
  EXPECT_EQ(of_group->evaluation_results->front().eval_decision, "allowed");
  EXPECT_THAT(*of_group->evaluation_results->front().matched_statements, SizeIs(1));

  principal_.policy_source_arn = kUser;
  EXPECT_EQ(call(simulate_principal_policy, principal_)->evaluation_results->front().eval_decision,
            "implicitDeny");
  ASSERT_TRUE(call(add_user_to_group, aws::iam::AddUserToGroupRequest{{"devs"}, {"ann"}}));
  EXPECT_EQ(call(simulate_principal_policy, principal_)->evaluation_results->front().eval_decision,
            "allowed");
}

TEST_F(SimulationTest, AUserIsItsOwnCaller) {
  put("own", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",)"
             R"("Resource":"arn:aws:iam::*:user/${aws:username}"}})");
  principal_.action_names = {"iam:GetUser"};
  principal_.resource_arns = {kUser};
  EXPECT_EQ(call(simulate_principal_policy, principal_)->evaluation_results->front().eval_decision,
            "allowed");
  principal_.caller_arn = "arn:aws:iam::123456789012:user/bob";
  EXPECT_EQ(call(simulate_principal_policy, principal_)->evaluation_results->front().eval_decision,
            "implicitDeny");
}

TEST_F(SimulationTest, ABoundaryOfTheUserCountsUntilAnotherIsGiven) {
  put("own", kAllowEcs);
  aws::iam::PutUserPermissionsBoundaryRequest boundary;
  boundary.user_name = "ann";
  boundary.permissions_boundary = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess";
  ASSERT_TRUE(call(put_user_permissions_boundary, boundary));
  const auto decision = [this] {
    return call(simulate_principal_policy, principal_)->evaluation_results->front().eval_decision;
  };
  EXPECT_EQ(decision(), "implicitDeny");
  principal_.permissions_boundary_policy_input_list = {kAllowEcs};
  EXPECT_EQ(decision(), "allowed");
}

TEST_F(SimulationTest, ResultsComeInPages) {
  custom_.action_names = {"ecs:RunTask", "iam:GetUser", "ecs:StopTask"};
  custom_.max_items = 2;
  auto response = call(simulate_custom_policy, custom_);
  ASSERT_THAT(*response->evaluation_results, SizeIs(2));
  EXPECT_EQ(response->is_truncated, true);
  custom_.marker = response->marker;
  response = call(simulate_custom_policy, custom_);
  ASSERT_THAT(*response->evaluation_results, SizeIs(1));
  EXPECT_EQ(response->evaluation_results->front().eval_action_name, "ecs:StopTask");
  EXPECT_EQ(response->is_truncated, false);
  custom_.marker = "nonsense";
  EXPECT_EQ(call(simulate_custom_policy, custom_).error().code, "ValidationError");
}

TEST_F(SimulationTest, RefusesWhatIsNoSimulation) {
  custom_.policy_input_list = {"{"};
  EXPECT_EQ(refused_custom(), "Syntax errors in policy.");
  custom_.policy_input_list = {kAllowEcs};
  custom_.resource_arns = {"*", kTask};
  EXPECT_EQ(refused_custom(),
            "you cannot include both * and individual resources in the resource list for a "
            "simulation.");
  custom_.resource_arns = {"prod/1"};
  EXPECT_EQ(refused_custom(), "ResourceNames are not in a valid ARN format: prod/1.");
  custom_.resource_arns = {kTask};
  custom_.resource_owner = "123456789012";
  EXPECT_EQ(refused_custom(), "'123456789012' is not a valid as a Resource Owner.");
  custom_.resource_owner.reset();
  custom_.resource_policy = kAllowEcs;
  EXPECT_EQ(refused_custom(), "Invalid caller - Caller cannot be null or empty.");
  custom_.caller_arn = "arn:aws:iam::123456789012:role/app";
  EXPECT_EQ(refused_custom(), "Invalid caller - Caller must be an IAM user in this context.");
  custom_.caller_arn = "arn:aws:sts::123456789012:assumed-role/app/s1";
  EXPECT_EQ(refused_custom(),
            "Invalid caller - Caller must be an IAM user, role or group in this context.");
  custom_ = {};
  custom_.policy_input_list = {kAllowEcs};
  custom_.action_names = {"StopTask"};
  EXPECT_EQ(refused_custom(), "Invalid action name: StopTask");
}

TEST_F(SimulationTest, ContextValuesAreOfTheirTypes) {
  const auto refused = [this](const char* type, std::vector<std::string> values) {
    custom_.context_entries = {entry("key:name", type, std::move(values))};
    return refused_custom();
  };
  for (const auto& [type, good, bad] : {std::tuple{"numeric", "1.5", "one"},
                                        {"boolean", "true", "yes"},
                                        {"ip", "10.0.0.1", "10"},
                                        {"binary", "Zm9v", "Zm9"},
                                        {"date", "2026-06-30T12:00:00Z", "soon"}}) {
    EXPECT_EQ(refused(type, {good}), "") << type;
    EXPECT_NE(refused(type, {bad}), "") << type;
    const std::string list = std::string(type) + "List";
    EXPECT_EQ(refused(list.c_str(), {good, good}), "") << list;
    EXPECT_NE(refused(list.c_str(), {good, bad}), "") << list;
    EXPECT_NE(refused(type, {good, good}), "") << type;
  }
}

TEST_F(SimulationTest, TheSourceIsAUserOrRoleOfTheAccount) {
  const auto fault = [this](const char* arn) {
    principal_.policy_source_arn = arn;
    return call(simulate_principal_policy, principal_).error();
  };
  EXPECT_EQ(fault("arn:aws:iam::123456789012:role/none").code, "NoSuchEntity");
  EXPECT_EQ(fault("arn:aws:iam::123456789012:user/path/ann").http_status, 404);
  EXPECT_EQ(fault("arn:aws:iam::999999999999:user/ann").message,
            "Invalid Policy Source Arn: caller's account 123456789012 does not have access to "
            "policies in account 999999999999");
  EXPECT_EQ(fault("arn:aws:sts::123456789012:assumed-role/app/s1").message,
            "Invalid Entity Arn: arn:aws:sts::123456789012:assumed-role/app/s1 does not clearly "
            "define entity type and name.");
}

TEST_F(SimulationTest, ContextKeysAreThoseThatPoliciesMention) {
  aws::iam::GetContextKeysForCustomPolicyRequest custom;
  custom.policy_input_list = {kOnlyBlue, kAllowEcs};
  EXPECT_THAT(*call(get_context_keys_for_custom_policy, custom)->context_key_names,
              ElementsAre("aws:PrincipalTag/team", "ecs:task-cpu"));
  custom.policy_input_list = {"no policy"};
  EXPECT_EQ(call(get_context_keys_for_custom_policy, custom).error().code, "InvalidInput");
  put("own", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",)"
             R"("Resource":"arn:aws:iam::*:user/${aws:username}"}})");
  aws::iam::GetContextKeysForPrincipalPolicyRequest of_user;
  of_user.policy_source_arn = kUser;
  of_user.policy_input_list = {kOnlyBlue};
  EXPECT_THAT(*call(get_context_keys_for_principal_policy, of_user)->context_key_names,
              ElementsAre("aws:username", "aws:PrincipalTag/team", "ecs:task-cpu"));
}

}  // namespace
}  // namespace berth::services::iam
