// All channels together: who may open one, one an instance, connected or not, credentials renewed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "control/payload_builder.h"
#include "control/telemetry.h"
#include "control/testing.h"

namespace berth::control {
namespace {

using aws::acs::IAMRoleCredentialsAckRequest;
using aws::acs::IAMRoleCredentialsMessage;
using aws::acs::PayloadMessage;
using aws::acs::TaskManifestMessage;
using testing::HasSubstr;

class AgentSessionsTest : public ControlTest {
 protected:
  bool connected() { return described_instance(instance_).agent_connected.value_or(false); }
};

TEST_F(AgentSessionsTest, AnInstanceIsConnectedWhileItsChannelIsOpen) {
  connect(instance_, false);
  auto agent = open();
  EXPECT_TRUE(comes_true([&] { return connected(); }));
  agent->leave();
  EXPECT_TRUE(comes_true([&] { return !connected(); }));
}

TEST_F(AgentSessionsTest, ASecondChannelEndsTheFirst) {
  auto first = open();
  first->next<TaskManifestMessage>();
  auto second = open();
  second->next<TaskManifestMessage>();
  EXPECT_TRUE(first->ends());
  first.reset();
  ASSERT_TRUE(in_context([](services::Context&) -> Result<void> { return {}; }));
  EXPECT_TRUE(connected());
  define("web");
  run_one("web");
  commit();
  EXPECT_EQ(second->next<PayloadMessage>().tasks->size(), 1u);
}

TEST_F(AgentSessionsTest, AreClosedWhenTheControlPlaneStops) {
  auto agent = open();
  agent->next<TaskManifestMessage>();
  sessions().stop();
  EXPECT_TRUE(agent->ends());
  EXPECT_THAT(open()->refusal(), HasSubstr("ServerException"));
}

TEST_F(AgentSessionsTest, AreForWhoRegisteredTheInstance) {
  make_role("other");
  const services::Caller root = caller_;
  ASSERT_TRUE(in_context([&](services::Context& context) -> Result<void> {
    caller_.principal =
        services::role_session_principal(account_, *store::find_role(context.tx, "other"), "s");
    return {};
  }));
  EXPECT_THAT(open()->refusal(), HasSubstr("InvalidInstanceException"));
  caller_ = root;
  EXPECT_EQ(open()->refusal(), "");
}

TEST_F(AgentSessionsTest, NeedAnInstanceOfThatCluster) {
  connection_.cluster = "other";
  EXPECT_THAT(open()->refusal(), HasSubstr("InvalidClusterException"));
  connection_.cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/default";
  EXPECT_EQ(open()->refusal(), "");
  connection_.container_instance = instance_.substr(instance_.rfind('/') + 1);
  EXPECT_EQ(open()->refusal(), "");
  connection_.container_instance = std::string(32, '0');
  EXPECT_THAT(open()->refusal(), HasSubstr("InvalidInstanceException"));
  connection_.container_instance = instance_;
  ASSERT_TRUE(ask(services::ecs::deregister_container_instance,
                  R"({"containerInstance":")" + instance_ + R"("})"));
  EXPECT_THAT(open()->refusal(), HasSubstr("InactiveInstanceException"));
}

TEST_F(AgentSessionsTest, TelemetryIsAcknowledged) {
  connection_.telemetry = true;
  auto agent = open();
  const std::string head = "Authorization: x\r\nHost: y\r\nX-Amz-Date: z\r\n\r\n";
  for (const auto& [request, answer] :
       {std::pair("PublishMetricsRequest", "AckPublishMetric"),
        std::pair("PublishHealthRequest", "AckPublishHealth"),
        std::pair("PublishInstanceStatusRequest", "AckPublishInstanceStatus")}) {
    agent->write(head + R"({"type":")" + request + R"(","message":{}})");
    EXPECT_EQ(acs::parse_envelope(agent->read().value())->type, answer);
    EXPECT_EQ(acs::parse_envelope(agent->read().value())->type, "HeartbeatMessage");
  }
  agent->write("nonsense");
  agent->write(R"({"type":"PublishHealthRequest","message":{}})");
  EXPECT_EQ(acs::parse_envelope(agent->read().value())->type, "AckPublishHealth");
  // A telemetry channel is no command channel.
  connect(instance_, false);
  ASSERT_TRUE(in_context([](services::Context&) -> Result<void> { return {}; }));
  EXPECT_FALSE(connected());
}

class RotationTest : public ControlTest {
 protected:
  RotationTest() { parts_.tick = std::chrono::milliseconds(10); }
};

TEST_F(RotationTest, RenewsCredentialsUnderTheSameId) {
  make_role("task");
  make_role("execution");
  define("web", "", R"(,"taskRoleArn":"task","executionRoleArn":"execution")");
  run_one("web");
  auto agent = open();
  const auto payload = agent->next<PayloadMessage>();
  agent->acknowledge(payload.message_id);
  const auto& told = payload.tasks->front();
  shared_clock_.advance(parts_.rotate_after + std::chrono::seconds(1));
  const auto first = agent->next<IAMRoleCredentialsMessage>();
  const auto second = agent->next<IAMRoleCredentialsMessage>();
  EXPECT_EQ(first.role_type, "TaskApplication");
  EXPECT_EQ(first.task_arn, told.arn);
  EXPECT_TRUE(first.message_id);
  EXPECT_EQ(first.role_credentials->credentials_id, told.role_credentials->credentials_id);
  EXPECT_NE(first.role_credentials->session_token, told.role_credentials->session_token);
  EXPECT_GT(*first.role_credentials->expiration, *told.role_credentials->expiration);
  EXPECT_EQ(second.role_type, "TaskExecution");
  EXPECT_EQ(second.role_credentials->credentials_id,
            told.execution_role_credentials->credentials_id);
  // The set before is good until its own end.
  EXPECT_TRUE(
      tokens_.open(*told.role_credentials->session_token, *told.role_credentials->access_key_id));
}

TEST_F(RotationTest, ForgetsTasksAnHourAfterTheirEnd) {
  define("web");
  const std::string task = run_one("web");
  ASSERT_TRUE(ask(services::ecs::submit_task_state_change,
                  R"({"task":")" + task + R"(","status":"STOPPED"})"));
  shared_clock_.advance(parts_.keep_stopped - std::chrono::minutes(1));
  ASSERT_EQ(described(task).last_status, "STOPPED");
  shared_clock_.advance(std::chrono::minutes(2));
  EXPECT_TRUE(comes_true([&] { return record(task).task_id.empty(); }));
}

class PayloadBuilderTest : public ControlTest {
 protected:
  std::vector<ToldTask> told(bool all) {
    std::vector<ToldTask> tasks;
    EXPECT_TRUE(in_context([&](services::Context& context) -> Result<void> {
      tasks = tasks_for_agent(
          parts_.session.credentials, context.tx, instance_, all,
          [this](const ToldTask& task) { return task.arn == skipped_; }, context.now);
      return {};
    }));
    return tasks;
  }
  std::string skipped_;
};

TEST_F(PayloadBuilderTest, TellsWhatIsNotAcknowledgedOrAll) {
  make_role("task");
  define("web", "", R"(,"taskRoleArn":"task")");
  const std::string a = run_one("web");
  clock_.advance(std::chrono::seconds(1));
  const std::string b = run_one("web");
  ASSERT_EQ(told(false).size(), 2u);
  ASSERT_TRUE(in_context([&](services::Context& context) -> Result<void> {
    EXPECT_TRUE(store::set_task_acknowledged(context.tx, a, "RUNNING"));
    return {};
  }));
  ASSERT_EQ(told(false).size(), 1u);
  EXPECT_EQ(told(false).front().arn, b);
  EXPECT_EQ(told(true).size(), 2u);
  skipped_ = b;
  EXPECT_TRUE(told(false).empty());
}

TEST_F(PayloadBuilderTest, CredentialsAreASessionOfTheTask) {
  make_role("task");
  define("web", "", R"(,"taskRoleArn":"task")");
  const std::string task = run_one("web");
  const auto tasks = told(false);
  const auto& credentials = *tasks.front().task.role_credentials;
  EXPECT_THAT(*credentials.access_key_id, testing::StartsWith("ASIA"));
  EXPECT_EQ(credentials.expiration, "2025-10-09T14:53:20Z");  // six hours on
  const auto session = tokens_.open(*credentials.session_token, *credentials.access_key_id);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->principal.arn,
            "arn:aws:sts::123456789012:assumed-role/task/" + task.substr(task.rfind('/') + 1));
  EXPECT_EQ(session->facts.expires_at, clock_.now() + std::chrono::hours(6));
  EXPECT_EQ(record(task).credentials_issued_at_ms, to_epoch_ms(clock_.now()));
}

}  // namespace
}  // namespace berth::control
