// An agent that was killed and starts again: no container is lost, none is started twice.
#include "agent/task_engine.h"

#include "agent/task_engine_fixture.h"

namespace berth::agent {
namespace {

using test_support::eventually;
using ::testing::ElementsAre;
using ::testing::StartsWith;

class TaskAdoptionTest : public test_support::TaskEngineFixture {
 protected:
  /// The last status of the task whose acknowledgement is kept.
  Status kept_sent() { return decode_state(kept())->tasks.front().sent; }

  const std::string app_ = R"([{"name":"app","image":"busybox"}])";
  const Fault away_{"ServerException", "not now", 500, {}};
};

TEST_F(TaskAdoptionTest, ARunningContainerIsAdoptedAndNotStartedTwice) {
  take("t", app_);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  ASSERT_EQ(reports(1).size(), 1u);
  ASSERT_TRUE(eventually([&] { return kept_sent() == Status::kRunning; }));
  restart();
  ASSERT_TRUE(record("t"));
  EXPECT_EQ(record("t")->known, Status::kRunning);
  EXPECT_EQ(record("t")->containers[0].addresses.at("bridge"), "172.17.0.2");
  exit("app", 5);
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=5"));
  EXPECT_THAT(steps(), ElementsAre("create app", "start app", "exit app"));
}

TEST_F(TaskAdoptionTest, AStartWhoseAnswerWasLostIsNotRepeated) {
  docker_.hang("start");
  take("t", app_);
  ASSERT_TRUE(is_called("start app"));
  kill();
  docker_.release("start");
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  start();
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_THAT(reports(1), ElementsAre("t RUNNING app:RUNNING"));
  EXPECT_EQ(docker_.count("start app"), 1u);
}

TEST_F(TaskAdoptionTest, AContainerCreatedAndNotStartedIsStarted) {
  docker_.hang("start");
  take("t", app_);
  ASSERT_TRUE(is_called("start app"));
  kill();
  docker_.release("start", false);
  EXPECT_EQ(docker_.status("app"), "created");
  start();
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_EQ(docker_.status("app"), "running");
  EXPECT_EQ(docker_.count("create app"), 1u);
  EXPECT_EQ(docker_.count("start app"), 2u);
}

TEST_F(TaskAdoptionTest, ACreationWhoseAnswerWasLostIsFoundByName) {
  docker_.hang("create");
  take("t", app_);
  ASSERT_TRUE(is_called("create app"));
  kill();
  docker_.release("create");
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "created"; }));
  start();
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_THAT(steps(), ElementsAre("create app", "start app"));
}

TEST_F(TaskAdoptionTest, ACreationThatNeverCameAboutIsMadeUnderTheSameName) {
  docker_.hang("create");
  take("t", app_);
  ASSERT_TRUE(is_called("create app"));
  kill();
  docker_.release("create", false);
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "gone"; }));
  const std::string name = decode_state(kept())->tasks[0].containers[0].docker_name;
  EXPECT_THAT(name, StartsWith("ecs-web-1-app-"));
  start();
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_EQ(docker_.container("app")->name, name);
}

TEST_F(TaskAdoptionTest, AContainerOfACreationWhoseAnswerWasLostIsRemoved) {
  docker_.hang("create");
  take("t", app_);
  ASSERT_TRUE(is_called("create app"));
  kill();
  docker_.release("create");
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "created"; }));
  docker_.hang("pull");
  start();
  stop("t");
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED app:STOPPED"));
  ASSERT_TRUE(all_stopped());
  clean_up();
  EXPECT_EQ(docker_.status("app"), "gone");
  EXPECT_FALSE(record("t"));
}

TEST_F(TaskAdoptionTest, AContainerThatEndedMeanwhileIsReported) {
  take("t", app_);
  ASSERT_EQ(reports(1).size(), 1u);
  ASSERT_TRUE(eventually([&] { return kept_sent() == Status::kRunning; }));
  kill();
  docker_.exit("app", 9);
  start();
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=9"));
}

TEST_F(TaskAdoptionTest, AContainerThatIsGoneHasStopped) {
  take("t", app_);
  ASSERT_EQ(reports(1).size(), 1u);
  ASSERT_TRUE(eventually([&] { return kept_sent() == Status::kRunning; }));
  kill();
  docker_.lose("app");
  start();
  EXPECT_EQ(reports(2).back(),
            "t STOPPED (Essential container in task exited) app:STOPPED (DockerStateError: the "
            "container is gone)");
}

TEST_F(TaskAdoptionTest, WhatCouldNotBeReportedIsReportedThen) {
  refuse_reports(away_);
  take("t", app_);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("app", 4);
  ASSERT_TRUE(comes_to("t", Status::kStopped));
  kill();
  refuse_reports(std::nullopt);
  start();
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=4"));
  EXPECT_TRUE(all_stopped());
  restart();
  EXPECT_TRUE(all_stopped());
  EXPECT_EQ(reports(0).size(), 2u);  // acknowledged is not said again
}

TEST_F(TaskAdoptionTest, AnEndIsReportedWithoutARunThatNeverWas) {
  docker_.refuse("pull", 404, "no such image");
  refuse_reports(away_);
  take("t", app_);
  ASSERT_TRUE(comes_to("t", Status::kStopped));
  kill();
  refuse_reports(std::nullopt);
  start();
  EXPECT_THAT(reports(1), ElementsAre(StartsWith("t STOPPED (CannotPullContainerError: ")));
  EXPECT_TRUE(all_stopped());
}

TEST_F(TaskAdoptionTest, AStopThatWasUnderWayGoesOn) {
  docker_.hang("stop");
  take("t", app_);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  stop("t");
  ASSERT_TRUE(is_called("stop app 30"));
  kill();
  docker_.release("stop", false);
  start();
  EXPECT_EQ(reports(2).back(), "t STOPPED app:STOPPED=143");
}

TEST_F(TaskAdoptionTest, IdsOfCredentialsAreExpectedAgain) {
  take("t", app_,
       R"(,"roleCredentials":{"credentialsId":"r","accessKeyId":"one"},)"
       R"("executionRoleCredentials":{"credentialsId":"e","accessKeyId":"two"})");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  restart();
  const auto role = run_->credentials().find("r");
  ASSERT_TRUE(role);
  EXPECT_EQ(role->body, nullptr);
  EXPECT_EQ(role->task_arn, "t");
  EXPECT_EQ(run_->credentials().find("e")->of, CredentialsOf::kExecution);
}

}  // namespace
}  // namespace berth::agent
