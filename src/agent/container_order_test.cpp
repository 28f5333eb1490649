// Who waits for whom: each condition of dependsOn, links and volumes, on the way up and down.
#include "agent/container_order.h"

#include <gtest/gtest.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

/// Containers "app", which has `needs` (JSON members), and "db", of which it depends.
TaskRecord pair(const std::string& needs) {
  const auto payload = aws::decode_json<aws::acs::Task>(
      R"({"arn":"t","containers":[{"name":"app",)" + needs + R"(},{"name":"db"}]})");
  EXPECT_TRUE(payload) << needs;
  return make_task_record(payload.value_or(aws::acs::Task()), [] { return std::string("e"); });
}

TaskRecord pair_on(const std::string& condition) {
  return pair(R"("dependsOn":[{"containerName":"db","condition":")" + condition + R"("}])");
}

void set_running(ContainerRecord& container) {
  container.docker_id = "id";
  container.known = Status::kRunning;
  container.started_at_ms = 1;
}

void set_exited(ContainerRecord& container, int code) {
  set_running(container);
  container.known = Status::kStopped;
  container.exit_code = code;
}

Readiness app_in(const TaskRecord& task) {
  return readiness_to_start(task, task.containers.front());
}

TEST(ContainerOrder, WithoutDependenciesAllMayStartAndStop) {
  TaskRecord task = pair(R"("image":"i")");
  EXPECT_EQ(app_in(task), Readiness::kReady);
  set_running(task.containers[0]);
  set_running(task.containers[1]);
  EXPECT_TRUE(may_stop(task, task.containers[0]));
  EXPECT_TRUE(may_stop(task, task.containers[1]));
}

TEST(ContainerOrder, StartWaitsUntilTheOtherRunsOrRan) {
  for (TaskRecord task :
       {pair_on("START"), pair(R"("links":["db:database"])"), pair(R"("links":["db"])"),
        pair(R"("dependsOn":[{"containerName":"db"}])")}) {
    ContainerRecord& db = task.containers[1];
    EXPECT_EQ(app_in(task), Readiness::kWait);
    db.docker_id = "id";
    db.known = Status::kCreated;
    EXPECT_EQ(app_in(task), Readiness::kWait);
    set_running(db);
    EXPECT_EQ(app_in(task), Readiness::kReady);
    set_exited(db, 1);
    EXPECT_EQ(app_in(task), Readiness::kReady);
    db.started_at_ms = 0;  // it could not be started
    EXPECT_EQ(app_in(task), Readiness::kNever);
  }
}

TEST(ContainerOrder, VolumesWaitUntilTheOtherIsCreated) {
  TaskRecord task = pair(R"("volumesFrom":[{"sourceContainer":"db"}])");
  ContainerRecord& db = task.containers[1];
  db.known = Status::kPulled;
  EXPECT_EQ(app_in(task), Readiness::kWait);
  db.known = Status::kCreated;
  db.docker_id = "id";
  EXPECT_EQ(app_in(task), Readiness::kReady);
  set_exited(db, 1);
  EXPECT_EQ(app_in(task), Readiness::kReady);
  db.docker_id.clear();  // it was never created
  EXPECT_EQ(app_in(task), Readiness::kNever);
}

TEST(ContainerOrder, CompleteWaitsForTheEndWhateverItIs) {
  TaskRecord task = pair_on("COMPLETE");
  set_running(task.containers[1]);
  EXPECT_EQ(app_in(task), Readiness::kWait);
  set_exited(task.containers[1], 3);
  EXPECT_EQ(app_in(task), Readiness::kReady);
  task.containers[1].started_at_ms = 0;
  EXPECT_EQ(app_in(task), Readiness::kNever);
}

TEST(ContainerOrder, SuccessWantsExitCodeZero) {
  TaskRecord task = pair_on("SUCCESS");
  set_running(task.containers[1]);
  EXPECT_EQ(app_in(task), Readiness::kWait);
  set_exited(task.containers[1], 0);
  EXPECT_EQ(app_in(task), Readiness::kReady);
  set_exited(task.containers[1], 3);
  EXPECT_EQ(app_in(task), Readiness::kNever);
  task.containers[1].exit_code.reset();
  EXPECT_EQ(app_in(task), Readiness::kNever);
}

TEST(ContainerOrder, HealthyWantsTheHealthCheck) {
  TaskRecord task = pair_on("HEALTHY");
  ContainerRecord& db = task.containers[1];
  set_running(db);
  for (const char* unknown : {"", "starting"}) {
    db.health = unknown;
    EXPECT_EQ(app_in(task), Readiness::kWait) << unknown;
  }
  db.health = "healthy";
  EXPECT_EQ(app_in(task), Readiness::kReady);
  db.health = "unhealthy";
  EXPECT_EQ(app_in(task), Readiness::kNever);
  db.health = "healthy";
  set_exited(db, 0);
  EXPECT_EQ(app_in(task), Readiness::kNever);
}

TEST(ContainerOrder, EveryDependencyCounts) {
  TaskRecord task = pair(R"("dependsOn":[{"containerName":"db","condition":"START"},)"
                         R"({"containerName":"db","condition":"SUCCESS"}])");
  set_running(task.containers[1]);
  EXPECT_EQ(app_in(task), Readiness::kWait);
  set_exited(task.containers[1], 0);
  EXPECT_EQ(app_in(task), Readiness::kReady);
  set_exited(task.containers[1], 1);
  EXPECT_EQ(app_in(task), Readiness::kNever);
}

TEST(ContainerOrder, ANameThatIsNotThereNeverComes) {
  for (const char* needs :
       {R"("dependsOn":[{"containerName":"x","condition":"START"}])", R"("links":["x"])",
        R"("volumesFrom":[{"sourceContainer":"x"}])", R"("dependsOn":[{}])"}) {
    EXPECT_EQ(app_in(pair(needs)), Readiness::kNever) << needs;
  }
  TaskRecord task = pair(R"("image":"i")");
  ContainerRecord stranger;
  stranger.name = "stranger";
  EXPECT_EQ(readiness_to_start(task, stranger), Readiness::kNever);
}

TEST(ContainerOrder, StopsAfterThoseThatDependOnIt) {
  for (TaskRecord task : {pair_on("START"), pair_on("HEALTHY"), pair(R"("links":["db"])"),
                          pair(R"("volumesFrom":[{"sourceContainer":"db"}])")}) {
    set_running(task.containers[0]);
    set_running(task.containers[1]);
    EXPECT_TRUE(may_stop(task, task.containers[0]));
    EXPECT_FALSE(may_stop(task, task.containers[1]));
    set_exited(task.containers[0], 0);
    EXPECT_TRUE(may_stop(task, task.containers[1]));
  }
}

TEST(ContainerOrder, ALinkToItselfHoldsNothingUp) {
  TaskRecord task = pair(R"("links":["app"])");
  set_running(task.containers[0]);
  EXPECT_TRUE(may_stop(task, task.containers[0]));
}

}  // namespace
}  // namespace berth::agent
