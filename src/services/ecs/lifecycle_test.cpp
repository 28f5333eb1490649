// A task after its placement: reports of agents, stops, and what an instance gets back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/lifecycle.h"
#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LifecycleTest : public EcsTest {
 protected:
  void SetUp() override {
    EcsTest::SetUp();
    instance_ = add_instance();
    define("web", R"(,"portMappings":[{"containerPort":80,"hostPort":8080}])");
    task_ = run_one("web");
    effects_ = {};
  }

  /// SubmitTaskStateChange of the task; `more` are further members.
  void report(const std::string& status, const std::string& more = "") {
    const auto done =
        ask(submit_task_state_change, R"({"cluster":"default","task":")" + task_ +
                                          R"(","status":")" + status + "\"" + more + "}");
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->acknowledgment, "ACK");
  }
  void report_running() {
    report("RUNNING",
           R"(,"containers":[{"containerName":"app","runtimeId":"abc","status":"RUNNING",)"
           R"("networkBindings":[{"bindIP":"0.0.0.0","containerPort":80,"hostPort":8080,)"
           R"("protocol":"tcp"}]}])");
  }
  Result<aws::ecs::StopTaskResponse> stop(const std::string& more = "") {
    return ask(stop_task, R"({"task":")" + task_ + "\"" + more + "}");
  }
  /// running/pending/memory left/ports taken
  std::string on_instance() {
    const auto seen = described_instance(instance_);
    std::string ports;
    for (const auto& resource : *seen.remaining_resources) {
      if (resource.name != "PORTS") continue;
      for (const auto& port : *resource.string_set_value) ports += " " + port;
    }
    return std::to_string(*seen.running_tasks_count) + "/" +
           std::to_string(*seen.pending_tasks_count) + "/" +
           std::to_string(amount(seen.remaining_resources, "MEMORY")) + ports;
  }

  std::string instance_;
  std::string task_;
};

TEST_F(LifecycleTest, GoesFromPendingToRunningToItsOwnEnd) {
  EXPECT_EQ(on_instance(), "0/1/900 22 51678 8080");
  clock_.advance(std::chrono::seconds(3));
  report("PENDING", R"(,"pullStartedAt":1760000001,"pullStoppedAt":1760000002)");
  auto task = described(task_);
  EXPECT_EQ(task.last_status, "PENDING");
  EXPECT_EQ(task.pull_started_at, from_epoch_ms(1'760'000'001'000));
  EXPECT_EQ(task.pull_stopped_at, from_epoch_ms(1'760'000'002'000));
  EXPECT_EQ(task.version, 2);

  report_running();
  const TimePoint started = clock_.now();
  task = described(task_);
  EXPECT_EQ(task.last_status, "RUNNING");
  EXPECT_EQ(task.desired_status, "RUNNING");
  EXPECT_EQ(task.started_at, started);
  EXPECT_EQ(task.connectivity, "CONNECTED");
  EXPECT_EQ(task.containers->front().last_status, "RUNNING");
  EXPECT_EQ(task.containers->front().runtime_id, "abc");
  EXPECT_EQ(task.containers->front().network_bindings->front().host_port, 8080);
  EXPECT_EQ(on_instance(), "1/0/900 22 51678 8080");

  clock_.advance(std::chrono::seconds(9));
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","exitCode":3}])");
  task = described(task_);
  EXPECT_EQ(task.last_status, "STOPPED");
  EXPECT_EQ(task.desired_status, "STOPPED");
  EXPECT_EQ(task.stop_code, "EssentialContainerExited");
  EXPECT_EQ(task.stopped_reason, "Essential container in task exited");
  EXPECT_EQ(task.started_at, started);
  EXPECT_EQ(task.stopped_at, clock_.now());
  EXPECT_EQ(task.stopping_at, clock_.now());
  EXPECT_EQ(task.execution_stopped_at, clock_.now());
  EXPECT_EQ(task.containers->front().exit_code, 3);
  EXPECT_EQ(task.containers->front().last_status, "STOPPED");
  EXPECT_EQ(on_instance(), "0/0/1000 22 51678");
}

TEST_F(LifecycleTest, SaysWhyItNeverStarted) {
  report("STOPPED",
         R"(,"reason":"CannotPullContainerError: no such image","containers":)"
         R"([{"containerName":"app","status":"STOPPED","reason":"CannotPullContainerError: x"}])");
  const auto task = described(task_);
  EXPECT_EQ(task.stop_code, "TaskFailedToStart");
  EXPECT_EQ(task.stopped_reason, "CannotPullContainerError: no such image");
  EXPECT_EQ(task.containers->front().reason, "CannotPullContainerError: x");
  EXPECT_FALSE(task.started_at);
  EXPECT_EQ(on_instance(), "0/0/1000 22 51678");
}

TEST_F(LifecycleTest, TakesTheContainersReasonWhereTheTaskHasNone) {
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","reason":)"
                    R"("CannotStartContainerError: x"}])");
  EXPECT_EQ(described(task_).stopped_reason, "CannotStartContainerError: x");
}

TEST_F(LifecycleTest, ExitedContainersCountAlsoWhereRunningWasNeverReported) {
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","exitCode":0}])");
  EXPECT_EQ(described(task_).stop_code, "EssentialContainerExited");
  EXPECT_EQ(described(task_).containers->front().exit_code, 0);
}

TEST_F(LifecycleTest, LateAndDoubledReportsChangeNothing) {
  report_running();
  const auto running = described(task_);
  const std::string counts = on_instance();
  report_running();
  report("PENDING");
  EXPECT_EQ(described(task_), running);
  EXPECT_EQ(on_instance(), counts);
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","exitCode":1}])");
  const auto stopped = described(task_);
  clock_.advance(std::chrono::seconds(1));
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","exitCode":9}])");
  report_running();
  EXPECT_EQ(described(task_), stopped);
  EXPECT_EQ(on_instance(), "0/0/1000 22 51678");
}

TEST_F(LifecycleTest, ReportsOfOneContainer) {
  const auto done = ask(submit_container_state_change,
                        R"({"cluster":"default","task":")" + task_ +
                            R"(","containerName":"app","runtimeId":"r","status":"RUNNING"})");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->acknowledgment, "ACK");
  const auto task = described(task_);
  EXPECT_EQ(task.last_status, "PENDING");
  EXPECT_EQ(task.containers->front().last_status, "RUNNING");
  EXPECT_EQ(task.containers->front().runtime_id, "r");
  EXPECT_EQ(on_instance(), "0/1/900 22 51678 8080");
}

TEST_F(LifecycleTest, ReportsOfTasksThatAreGoneAreAcknowledged) {
  const auto done = ask(submit_task_state_change,
                        R"({"task":")" + std::string(32, '0') + R"(","status":"STOPPED"})");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->acknowledgment, "ACK");
  EXPECT_EQ(ask(submit_attachment_state_changes, R"({"cluster":"default","attachments":[]})")
                ->acknowledgment,
            "ACK");
}

TEST_F(LifecycleTest, IsStoppedByCallers) {
  report_running();
  clock_.advance(std::chrono::seconds(2));
  const auto asked = stop(R"(,"reason":"enough")");
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_EQ(asked->task->desired_status, "STOPPED");
  EXPECT_EQ(asked->task->last_status, "RUNNING");
  EXPECT_EQ(asked->task->stop_code, "UserInitiated");
  EXPECT_EQ(asked->task->stopped_reason, "enough");
  EXPECT_EQ(asked->task->stopping_at, clock_.now());
  EXPECT_THAT(effects_.instances_changed, ElementsAre(Arn(instance_)));
  EXPECT_EQ(on_instance(), "1/0/900 22 51678 8080");
  // Asked again, nothing changes and nobody is told.
  effects_ = {};
  EXPECT_EQ(stop(R"(,"reason":"other")")->task->stopped_reason, "enough");
  EXPECT_THAT(effects_.instances_changed, IsEmpty());
  report("STOPPED", R"(,"containers":[{"containerName":"app","status":"STOPPED","exitCode":137}])");
  const auto task = described(task_);
  EXPECT_EQ(task.stop_code, "UserInitiated");
  EXPECT_EQ(task.stopped_reason, "enough");
  EXPECT_EQ(on_instance(), "0/0/1000 22 51678");
  EXPECT_EQ(stop()->task->last_status, "STOPPED");
}

TEST_F(LifecycleTest, StopHasADefaultReasonAndNeedsATask) {
  EXPECT_EQ(stop()->task->stopped_reason, "Task stopped by user");
  EXPECT_EQ(fault_of(ask(stop_task, R"({"task":")" + std::string(32, '0') + R"("})")),
            "InvalidParameterException: The referenced task was not found.");
  EXPECT_EQ(ask(stop_task, R"({"task":"x"})").error().code, "InvalidParameterException");
}

TEST_F(LifecycleTest, IsOverWhereItsInstanceIs) {
  ASSERT_TRUE(ask(deregister_container_instance,
                  R"({"containerInstance":")" + instance_ + R"(","force":true})"));
  const auto task = described(task_);
  EXPECT_EQ(task.last_status, "STOPPED");
  EXPECT_EQ(task.desired_status, "STOPPED");
  EXPECT_EQ(task.stop_code, "UserInitiated");
  EXPECT_TRUE(task.stopped_at);
}

TEST_F(LifecycleTest, AnotherTaskMayHaveThePortAfterwards) {
  EXPECT_EQ(ask(run_task, R"({"taskDefinition":"web"})")->failures->front().reason,
            "RESOURCE:PORTS");
  report("STOPPED");
  EXPECT_TRUE(ask(run_task, R"({"taskDefinition":"web"})")->failures->empty());
}

}  // namespace
}  // namespace berth::services::ecs
