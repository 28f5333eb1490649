// A channel from the agent's side: what it is told until it has acknowledged it, and when it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "control/testing.h"

namespace berth::control {
namespace {

using aws::acs::HeartbeatMessage;
using aws::acs::PayloadMessage;
using aws::acs::TaskManifestMessage;
using testing::ElementsAre;
using testing::IsEmpty;

class AgentSessionTest : public ControlTest {
 protected:
  void SetUp() override {
    ControlTest::SetUp();
    make_role("task");
    define("web", "", R"(,"taskRoleArn":"task")");
  }
  /// Acknowledged in the store: the session's write has come through.
  bool acknowledged(const std::string& task, const std::string& status) {
    return comes_true([&] { return record(task).acked_desired_status == status; });
  }
};

TEST_F(AgentSessionTest, TellsATaskUntilItIsAcknowledged) {
  const std::string task = run_one("web");
  auto agent = open();
  const auto first = agent->next<PayloadMessage>();
  EXPECT_EQ(first.cluster_arn, "arn:aws:ecs:us-west-2:123456789012:cluster/default");
  EXPECT_EQ(first.container_instance_arn, instance_);
  EXPECT_TRUE(first.message_id);
  EXPECT_EQ(first.generated_at, to_epoch_ms(shared_clock_.now()));
  ASSERT_EQ(first.tasks->size(), 1u);
  const auto& told = first.tasks->front();
  EXPECT_EQ(told.arn, task);
  EXPECT_EQ(told.desired_status, "RUNNING");
  EXPECT_EQ(told.role_credentials->role_arn, kRole);
  EXPECT_EQ(told.role_credentials->credentials_id, record(task).credentials_id);
  EXPECT_FALSE(told.execution_role_credentials);

  // A channel that comes instead is told again, and so is one that keeps silent.
  agent->leave();
  agent = open();
  EXPECT_EQ(agent->next<PayloadMessage>().tasks->front().arn, task);
  shared_clock_.advance(parts_.session.tell_again);
  wake();
  const auto again = agent->next<PayloadMessage>();
  EXPECT_EQ(again.tasks->front().arn, task);
  EXPECT_EQ(again.tasks->front().role_credentials->credentials_id,
            told.role_credentials->credentials_id);
  agent->acknowledge(again.message_id);
  EXPECT_TRUE(acknowledged(task, "RUNNING"));

  // Acknowledged: a new channel hears of it in the manifest only.
  agent->leave();
  agent = open();
  const auto frame = agent->read();
  ASSERT_TRUE(frame);
  EXPECT_EQ(acs::parse_envelope(*frame)->type, "TaskManifestMessage");
}

TEST_F(AgentSessionTest, TellsWhatIsCommittedWhileItIsOpen) {
  auto agent = open();
  agent->next<TaskManifestMessage>();
  const std::string task = run_one("web");
  commit();
  auto payload = agent->next<PayloadMessage>();
  EXPECT_EQ(payload.tasks->front().arn, task);
  agent->acknowledge(payload.message_id);
  ASSERT_TRUE(acknowledged(task, "RUNNING"));

  ASSERT_TRUE(ask(services::ecs::stop_task, R"({"task":")" + task + R"("})"));
  commit();
  payload = agent->next<PayloadMessage>();
  ASSERT_EQ(payload.tasks->size(), 1u);
  EXPECT_EQ(payload.tasks->front().arn, task);
  EXPECT_EQ(payload.tasks->front().desired_status, "STOPPED");
  EXPECT_FALSE(payload.tasks->front().role_credentials);
  agent->acknowledge(payload.message_id);
  EXPECT_TRUE(acknowledged(task, "STOPPED"));
}

TEST_F(AgentSessionTest, AnAcknowledgementMeansWhatWasTold) {
  const std::string task = run_one("web");
  auto agent = open();
  const auto running = agent->next<PayloadMessage>();
  ASSERT_TRUE(ask(services::ecs::stop_task, R"({"task":")" + task + R"("})"));
  commit();
  const auto stopped = agent->next<PayloadMessage>();
  EXPECT_EQ(stopped.tasks->front().desired_status, "STOPPED");
  // The late word on the first one does not count for the second.
  agent->acknowledge(running.message_id);
  ASSERT_TRUE(acknowledged(task, "RUNNING"));
  agent->leave();
  agent = open();
  EXPECT_EQ(agent->next<PayloadMessage>().tasks->front().desired_status, "STOPPED");
}

TEST_F(AgentSessionTest, GivesAnAgentThatHasJustStartedEverything) {
  const std::string task = run_one("web");
  auto agent = open();
  agent->acknowledge(agent->next<PayloadMessage>().message_id);
  ASSERT_TRUE(acknowledged(task, "RUNNING"));
  agent->leave();
  connection_.send_credentials = true;
  agent = open();
  const auto payload = agent->next<PayloadMessage>();
  EXPECT_EQ(payload.tasks->front().arn, task);
  EXPECT_TRUE(payload.tasks->front().role_credentials);
}

TEST_F(AgentSessionTest, SendsTheManifest) {
  const std::string a = run_one("web");
  const std::string b = run_one("web");
  ASSERT_TRUE(ask(services::ecs::stop_task, R"({"task":")" + b + R"("})"));
  auto agent = open();
  const auto manifest = agent->next<TaskManifestMessage>();
  EXPECT_EQ(manifest.container_instance_arn, instance_);
  EXPECT_TRUE(manifest.message_id && manifest.cluster_arn && manifest.timeline);
  std::vector<std::string> tasks;
  for (const auto& task : *manifest.tasks) tasks.push_back(*task.task_arn + *task.desired_status);
  EXPECT_THAT(tasks, testing::UnorderedElementsAre(a + "RUNNING", b + "STOPPED"));
}

TEST_F(AgentSessionTest, ConfirmsWhichTasksAreToStop) {
  const std::string runs = run_one("web");
  const std::string gone =
      "arn:aws:ecs:us-west-2:123456789012:task/default/" + std::string(32, '0');
  auto agent = open();
  aws::acs::TaskStopVerificationMessage question;
  question.message_id = "q1";
  question.stop_candidates.emplace();
  for (const auto& arn : {runs, gone}) {
    auto& candidate = question.stop_candidates->emplace_back();
    candidate.task_arn = arn;
    candidate.desired_status = "STOPPED";
  }
  agent->write(acs::encode_message(question));
  const auto answer = agent->next<aws::acs::TaskStopVerificationAck>();
  EXPECT_EQ(answer.message_id, "q1");
  ASSERT_EQ(answer.stop_tasks->size(), 1u);
  EXPECT_EQ(answer.stop_tasks->front().task_arn, gone);
}

TEST_F(AgentSessionTest, BeatsAndTakesASilentAgentForGone) {
  auto agent = open();
  agent->next<TaskManifestMessage>();
  shared_clock_.advance(parts_.session.heartbeat);
  wake();
  const auto beat = agent->next<HeartbeatMessage>();
  EXPECT_EQ(beat.healthy, true);
  EXPECT_TRUE(beat.message_id);
  aws::acs::HeartbeatAckRequest ack;
  ack.message_id = beat.message_id;
  agent->write(acs::encode_message(ack));
  // An answer to what was sent after it: the acknowledgement was heard before the clock moves.
  aws::acs::TaskStopVerificationMessage question;
  question.stop_candidates.emplace();
  agent->write(acs::encode_message(question));
  agent->next<aws::acs::TaskStopVerificationAck>();
  shared_clock_.advance(parts_.session.silence_max);
  wake();
  EXPECT_TRUE(agent->ends());
}

TEST_F(AgentSessionTest, FirstProtocolNeedsNoHeartbeatAcknowledged) {
  connection_.protocol_version = 1;
  auto agent = open();
  agent->next<TaskManifestMessage>();
  shared_clock_.advance(parts_.session.silence_max);
  wake();
  agent->next<HeartbeatMessage>();
  shared_clock_.advance(parts_.session.heartbeat);
  wake();
  agent->next<HeartbeatMessage>();
  // It ends with its life.
  shared_clock_.advance(parts_.session.life_max);
  wake();
  EXPECT_TRUE(agent->ends());
}

TEST_F(AgentSessionTest, SurvivesFramesThatAreNone) {
  auto agent = open();
  agent->next<TaskManifestMessage>();
  for (const char* frame : {"", "nonsense", "[]", R"({"type":1})", R"({"type":"AckRequest"})",
                            R"({"type":"AckRequest","message":{"messageId":"unknown"}})",
                            R"({"type":"TaskStopVerificationMessage","message":{}})",
                            R"({"type":"NackRequest","message":{"reason":"no"}})"}) {
    agent->write(frame);
  }
  run_one("web");
  commit();
  EXPECT_EQ(agent->next<PayloadMessage>().tasks->size(), 1u);
}

TEST_F(AgentSessionTest, StopsATaskWhoseRoleIsGone) {
  const std::string task = run_one("web");
  aws::iam::DeleteRoleRequest gone;
  gone.role_name = "task";
  ASSERT_TRUE(call(services::iam::delete_role, gone));
  auto agent = open();
  agent->next<TaskManifestMessage>();
  const auto shown = described(task);
  EXPECT_EQ(shown.last_status, "STOPPED");
  EXPECT_EQ(shown.stop_code, "TaskFailedToStart");
  EXPECT_THAT(
      *shown.stopped_reason,
      testing::StartsWith(std::string("ECS was unable to assume the role '") + kRole + "'"));
  EXPECT_EQ(described_instance(instance_).pending_tasks_count, 0);
}

/// Counts the reads of a store.
class CountingStore final : public store::Store {
 public:
  explicit CountingStore(store::Store& store) : store_(store) {}
  void write(Job job, Done done) override { store_.write(std::move(job), std::move(done)); }
  Result<void> read(const Job& job) override {
    ++reads;
    return store_.read(job);
  }
  std::atomic<int> reads{0};

 private:
  store::Store& store_;
};

TEST_F(AgentSessionTest, RestsWhereATaskEndedBeforeItWasAcknowledged) {
  CountingStore counting(*store_);
  AgentSessionsParts parts{SessionParts{counting, shared_clock_, parts_.session.credentials}};
  sessions().stop();
  sessions_ = std::make_unique<AgentSessions>(parts);
  const std::string task = run_one("web");
  auto agent = open();
  agent->next<PayloadMessage>();
  agent->next<TaskManifestMessage>();
  ASSERT_TRUE(ask(services::ecs::submit_task_state_change,
                  R"({"task":")" + task + R"(","status":"STOPPED"})"));
  shared_clock_.advance(parts.session.tell_again);
  wake();
  agent->next<HeartbeatMessage>();
  const int before = counting.reads;
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LE(counting.reads - before, 3);
  agent.reset();
  TearDown();  // while the store that counts is there
  sessions_ = std::make_unique<AgentSessions>(parts_);
}

}  // namespace
}  // namespace berth::control
