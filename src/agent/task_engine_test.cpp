// Tasks from payload to clean-up over a fake Docker Engine: order, reasons, and what is reported.
#include "agent/task_engine.h"

#include "agent/task_engine_fixture.h"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;
using test_support::eventually;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class TaskEngineTest : public test_support::TaskEngineFixture {};

const std::string kApp = R"([{"name":"app","image":"busybox"}])";
const std::string kAppAndSide =
    R"([{"name":"app","image":"busybox"},{"name":"side","image":"busybox","essential":false}])";

/// "app" with `needs` (JSON members), and "db".
std::string app_on_db(const std::string& needs) {
  return R"([{"name":"app","image":"i",)" + needs + R"(},{"name":"db","image":"i"}])";
}
std::string depends(const std::string& condition) {
  return R"("dependsOn":[{"containerName":"db","condition":")" + condition + R"("}])";
}

TEST_F(TaskEngineTest, ATaskRunsAndEndsWithItsExitCode) {
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("app", 3);
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=3"));
  EXPECT_THAT(docker_.calls(),
              ElementsAre("pull busybox:latest", "create app", "start app", "exit app"));
  EXPECT_TRUE(all_stopped());
  EXPECT_THAT(docker_.container("app")->name, StartsWith("ecs-web-1-app-"));
  const auto record = this->record("t");
  EXPECT_EQ(record->sent, Status::kStopped);
  EXPECT_EQ(record->containers[0].image_digest, "sha256:d1");
  EXPECT_EQ(record->containers[0].addresses.at("bridge"), "172.17.0.2");
  EXPECT_GE(record->pull_stopped_at_ms, record->pull_started_at_ms);
  EXPECT_GT(record->pull_started_at_ms, 0);
}

TEST_F(TaskEngineTest, AContainerThatEndsAtOnceIsReportedInOrder) {
  docker_.hang("start");
  take("t", kApp);
  ASSERT_TRUE(is_called("start app"));
  docker_.release("start");
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  exit("app", 0);  // perhaps before the agent has looked at it for the first time
  look_at_all();
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=0"));
}

TEST_F(TaskEngineTest, SaysThatMemoryRanOut) {
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("app", 137, true);
  EXPECT_THAT(reports(2).back(), HasSubstr("app:STOPPED=137 (OutOfMemoryError: Container killed "
                                           "due to memory usage)"));
}

TEST_F(TaskEngineTest, APullThatFailsIsTheTasksReason) {
  docker_.refuse("pull busybox:latest", 404, "pull access denied for busybox");
  take("t", kApp);
  const std::string why =
      "(CannotPullContainerError: Error response from daemon: pull access denied for busybox)";
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED " + why + " app:STOPPED " + why));
  EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(TaskEngineTest, AnErrorInThePullsProgressFailsIt) {
  docker_.refuse_in_stream("busybox:latest", "unexpected EOF");
  take("t", kApp);
  EXPECT_THAT(reports(1).front(),
              HasSubstr("CannotPullContainerError: Error response from daemon: unexpected EOF"));
}

TEST_F(TaskEngineTest, AnImageThatIsHereIsUsedWhereThePullFails) {
  docker_.refuse("pull", 500, "no route to host");
  docker_.add_image("busybox");
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_TRUE(docker_.called("pull busybox:latest"));
  settings_.pull_behavior = PullBehavior::kAlways;
  take("u", kApp);
  EXPECT_THAT(reports(2).back(), HasSubstr("u STOPPED (CannotPullContainerError"));
}

TEST_F(TaskEngineTest, PullsOnceOrNeverAsItIsTold) {
  settings_.pull_behavior = PullBehavior::kOnce;
  docker_.add_image("busybox");
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  take("u", kApp);
  ASSERT_TRUE(comes_to("u", Status::kRunning));
  EXPECT_EQ(docker_.count("pull busybox:latest"), 1u);
  settings_.pull_behavior = PullBehavior::kPreferCached;
  docker_.add_image("other");
  take("v", R"([{"name":"app","image":"other"}])");
  ASSERT_TRUE(comes_to("v", Status::kRunning));
  EXPECT_FALSE(docker_.called("pull other:latest"));
}

TEST_F(TaskEngineTest, ACreationThatFailsIsTheTasksReason) {
  docker_.refuse("create app", 400, "invalid mount");
  take("t", kApp);
  const std::string why = "(CannotCreateContainerError: Error response from daemon: invalid mount)";
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED " + why + " app:STOPPED " + why));
}

TEST_F(TaskEngineTest, AStartThatFailsIsTheTasksReason) {
  docker_.refuse("start app", 500, "driver failed programming external connectivity");
  take("t", kApp);
  const std::string why =
      "(CannotStartContainerError: Error response from daemon: driver failed programming external "
      "connectivity)";
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED " + why + " app:STOPPED " + why));
  clean_up();
  EXPECT_EQ(docker_.status("app"), "gone");
}

TEST_F(TaskEngineTest, AStartThatIsLateIsStoppedAgain) {
  settings_.container_start_timeout = 50ms;
  docker_.hang("start app");
  take("t", kApp);
  EXPECT_THAT(reports(1).front(), HasSubstr("app:STOPPED (DockerTimeoutError: Could not "
                                            "transition to started; timed out after waiting"));
  EXPECT_THAT(steps(), ElementsAre("create app", "start app", "stop app 30"));
}

TEST_F(TaskEngineTest, SecretsAreRefused) {
  take("t", R"([{"name":"app","image":"i","secrets":[{"name":"PASSWORD"}]}])");
  EXPECT_THAT(reports(1).front(), HasSubstr("(ResourceInitializationError: "));
  EXPECT_THAT(reports(1).front(), HasSubstr("the secret PASSWORD"));
  EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(TaskEngineTest, TheEndOfAnEssentialContainerStopsTheOthers) {
  take("t", kAppAndSide);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("app", 1);
  EXPECT_THAT(reports(3), ElementsAre("t RUNNING app:RUNNING side:RUNNING", "t/app:STOPPED=1",
                                      "t STOPPED (Essential container in task exited) "
                                      "app:STOPPED=1 side:STOPPED=143"));
}

TEST_F(TaskEngineTest, TheEndOfAnotherIsReportedAndTheTaskGoesOn) {
  take("t", kAppAndSide);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("side", 7);
  EXPECT_EQ(reports(2).back(), "t/side:STOPPED=7");
  EXPECT_EQ(docker_.status("app"), "running");
  exit("app", 0);
  EXPECT_EQ(reports(3).back(),
            "t STOPPED (Essential container in task exited) app:STOPPED=0 side:STOPPED=7");
}

TEST_F(TaskEngineTest, ATaskRunsWithoutWhatItCanDoWithout) {
  docker_.refuse("start side", 500, "no");
  take("t", kAppAndSide);
  EXPECT_THAT(reports(2), ElementsAre(StartsWith("t RUNNING app:RUNNING side:STOPPED ("),
                                      StartsWith("t/side:STOPPED (CannotStartContainerError: ")));
  stop("t");
  EXPECT_THAT(reports(3).back(), StartsWith("t STOPPED app:STOPPED=143 side:STOPPED ("));
}

TEST_F(TaskEngineTest, StopsAndSaysNoReasonOfItsOwn) {
  settings_.container_stop_timeout = 2s;
  take("t", kAppAndSide);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  stop("t");
  ASSERT_TRUE(all_stopped());  // whichever stopped first may have been reported alone
  EXPECT_EQ(reports(2).back(), "t STOPPED app:STOPPED=143 side:STOPPED=143");
  EXPECT_THAT(steps(), Contains("stop app 2"));
}

TEST_F(TaskEngineTest, AContainersOwnStopTimeoutCounts) {
  take("t", R"([{"name":"app","image":"i","stopTimeout":120}])");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  stop("t");
  EXPECT_TRUE(is_called("stop app 120"));
}

TEST_F(TaskEngineTest, StartsAfterAndStopsBeforeWhatItDependsOn) {
  const std::string db = R"({"name":"db","image":"i"})";
  int number = 0;
  for (const auto& needs : {depends("START"), std::string(R"("links":["db"])")}) {
    const std::string app = R"({"name":"app","image":"i",)" + needs + "}";
    for (const auto& containers : {"[" + app + "," + db + "]", "[" + db + "," + app + "]"}) {
      const std::string arn = "task " + std::to_string(++number);
      const auto before = static_cast<std::ptrdiff_t>(steps().size());
      take(arn, containers);
      ASSERT_TRUE(comes_to(arn, Status::kRunning)) << containers;
      stop(arn);
      ASSERT_TRUE(all_stopped());
      auto mine = steps();
      mine.erase(mine.begin(), mine.begin() + before);
      EXPECT_THAT(mine, ElementsAre("create db", "start db", "create app", "start app",
                                    "stop app 30", "stop db 30"));
      clean_up();
    }
  }
}

TEST_F(TaskEngineTest, KeepsUpWhatAnotherStillDependsOn) {
  take("t", app_on_db(depends("START")));
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  docker_.hang("stop app");
  stop("t");
  ASSERT_TRUE(is_called("stop app 30"));
  EXPECT_FALSE(eventually([&] { return docker_.called("stop db 30"); }, 200ms));
  docker_.release("stop app");
  EXPECT_TRUE(is_called("stop db 30"));
}

TEST_F(TaskEngineTest, WaitsForTheSuccessOfAnother) {
  take("t", R"([{"name":"app","image":"i",)" + depends("SUCCESS") +
                R"(},{"name":"db","image":"i","essential":false}])");
  ASSERT_TRUE(is_called("start db"));
  ASSERT_TRUE(eventually([&] { return record("t")->containers[1].known == Status::kRunning; }));
  exit("db", 0);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_THAT(steps(), ElementsAre("create db", "start db", "exit db", "create app", "start app"));
}

TEST_F(TaskEngineTest, GivesUpWhereTheOtherDoesNotSucceed) {
  take("t", R"([{"name":"app","image":"i",)" + depends("SUCCESS") +
                R"(},{"name":"db","image":"i","essential":false}])");
  ASSERT_TRUE(is_called("start db"));
  ASSERT_TRUE(eventually([&] { return record("t")->containers[1].known == Status::kRunning; }));
  exit("db", 1);
  EXPECT_THAT(reports(1).back(), StartsWith("t STOPPED (DependencyNotMetError: "));
  EXPECT_FALSE(docker_.called("create app"));
}

TEST_F(TaskEngineTest, WaitsForTheHealthOfAnother) {
  take("t", app_on_db(depends("HEALTHY")));
  ASSERT_TRUE(is_called("start db"));
  ASSERT_TRUE(eventually([&] { return record("t")->containers[1].known == Status::kRunning; }));
  docker_.set_health("db", "starting");
  look_at("db");
  EXPECT_FALSE(docker_.called("create app"));
  docker_.set_health("db", "healthy");
  look_at("db");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
}

TEST_F(TaskEngineTest, WaitsNoLongerThanTheStartTimeout) {
  take("t", app_on_db(depends("HEALTHY") + R"(,"startTimeout":0)"));
  EXPECT_THAT(reports(1).back(), HasSubstr("(DependencyTimeoutError: "));
  ASSERT_TRUE(all_stopped());
  EXPECT_FALSE(docker_.called("create app"));
}

TEST_F(TaskEngineTest, StopsDuringAPull) {
  docker_.hang("pull");
  take("t", kApp);
  ASSERT_TRUE(is_called("pull busybox:latest"));
  stop("t");
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED app:STOPPED"));
  EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(TaskEngineTest, StopsWhatWaitsForItsTurn) {
  docker_.hang("pull");
  take("t", app_on_db(depends("START")));
  ASSERT_TRUE(is_called("pull i:latest"));
  stop("t");
  EXPECT_THAT(reports(1), ElementsAre("t STOPPED app:STOPPED db:STOPPED"));
}

TEST_F(TaskEngineTest, StopsDuringAStart) {
  docker_.hang("start");
  take("t", kApp);
  ASSERT_TRUE(is_called("start app"));
  stop("t");
  docker_.release("start");
  EXPECT_THAT(reports(2), ElementsAre("t RUNNING app:RUNNING", "t STOPPED app:STOPPED=143"));
  EXPECT_EQ(docker_.status("app"), "exited");
}

TEST_F(TaskEngineTest, ATaskThatComesStoppedIsReportedStopped) {
  stop("unknown");
  EXPECT_THAT(reports(1), ElementsAre("unknown STOPPED"));
  ASSERT_TRUE(take_payload({R"({"arn":"t","desiredStatus":"STOPPED","containers":)" + kApp + "}"}));
  EXPECT_EQ(reports(2).back(), "t STOPPED app:STOPPED");
  EXPECT_THAT(docker_.calls(), IsEmpty());
}

TEST_F(TaskEngineTest, ATaskToldTwiceStartsOnce) {
  ASSERT_TRUE(take_payload({task("t", kApp), task("t", kApp)}));
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  take("t", kApp);
  take("u", kApp);
  ASSERT_TRUE(comes_to("u", Status::kRunning));
  EXPECT_EQ(docker_.count("create app"), 2u);
}

TEST_F(TaskEngineTest, TakesNothingThatItCannotKeep) {
  fail_saves(true);
  const auto refused = take_payload(
      {task("t", kApp, R"(,"roleCredentials":{"credentialsId":"id","accessKeyId":"a"})")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "IoError");
  EXPECT_THAT(run_->on_context([&] { return run_->engine().records(); }), IsEmpty());
  EXPECT_EQ(run_->credentials().find("id"), nullptr);
  fail_saves(false);
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  EXPECT_EQ(docker_.count("create app"), 1u);
}

TEST_F(TaskEngineTest, TakesNoNewTaskWhileItStops) {
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  run_->on_context([&] { return run_->engine().refuse_new(), 0; });
  const std::string stopped = R"({"arn":"x","desiredStatus":"STOPPED","containers":)" + kApp + "}";
  const auto refused = take_payload({stopped, task("u", kApp)});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "ShuttingDown");
  EXPECT_THAT(run_->on_context([&] { return run_->engine().running_tasks(); }), ElementsAre("t"));
  stop("t");
  EXPECT_TRUE(take_payload({stopped}));
  EXPECT_TRUE(all_stopped());
}

TEST_F(TaskEngineTest, StopAllWaitsForTheAcknowledgement) {
  refuse_reports(Fault{"ServerException", "not now", 500, {}});
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  run_->on_context([&] { return run_->engine().stop_all(), 0; });
  ASSERT_TRUE(comes_to("t", Status::kStopped));
  bool over = true;
  run_->await([&]() -> net::Task<void> {
    const bool is_over = co_await run_->engine().all_stopped(50ms);
    over = is_over;
  });
  EXPECT_FALSE(over);
  refuse_reports(std::nullopt);
  run_->on_context([&] { return run_->reporter().retry_now(), 0; });
  EXPECT_TRUE(all_stopped());
}

TEST_F(TaskEngineTest, CredentialsComeWithTheTaskAndAreRenewed) {
  take("t", kApp,
       R"(,"roleCredentials":{"credentialsId":"r","accessKeyId":"one"},)"
       R"("executionRoleCredentials":{"credentialsId":"e","accessKeyId":"two"})");
  const auto role = run_->credentials().find("r");
  ASSERT_TRUE(role);
  EXPECT_EQ(role->task_arn, "t");
  EXPECT_EQ(role->of, CredentialsOf::kTask);
  EXPECT_EQ(run_->credentials().find("e")->of, CredentialsOf::kExecution);
  EXPECT_EQ(kept().find("one"), std::string::npos);
  aws::acs::IAMRoleCredentials fresh;
  fresh.credentials_id = "r";
  fresh.access_key_id = "three";
  const auto renew = [&](const char* arn) {
    return run_->on_context(
        [&] { return run_->engine().renew_credentials(arn, "TaskApplication", fresh); });
  };
  EXPECT_FALSE(renew("other"));
  EXPECT_TRUE(renew("t"));
  EXPECT_THAT(std::string(run_->credentials().find("r")->body->reveal()), HasSubstr("three"));
}

TEST_F(TaskEngineTest, CleanUpRemovesAndForgets) {
  take("t",
       R"([{"name":"app","image":"i","mountPoints":[{"sourceVolume":"v","containerPath":)"
       R"("/v"}]}])",
       R"(,"volumes":[{"name":"v","type":"docker","dockerVolumeConfiguration":{"scope":"task"}}],)"
       R"("roleCredentials":{"credentialsId":"r","accessKeyId":"one"})");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  clean_up();
  EXPECT_EQ(docker_.status("app"), "running");
  exit("app", 0);
  ASSERT_TRUE(all_stopped());
  clean_up(1h);
  EXPECT_EQ(docker_.status("app"), "exited");
  ASSERT_TRUE(record("t"));
  clean_up();
  EXPECT_EQ(docker_.status("app"), "gone");
  EXPECT_THAT(docker_.calls(), Contains(StartsWith("remove-volume ecs-web-1-v-")));
  EXPECT_FALSE(record("t"));
  EXPECT_EQ(run_->credentials().find("r"), nullptr);
  EXPECT_TRUE(decode_state(kept())->tasks.empty());
}

TEST_F(TaskEngineTest, CleanUpForgetsNothingThatIsStillThereOrUnsaid) {
  refuse_reports(Fault{"ServerException", "not now", 500, {}});
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  exit("app", 0);
  ASSERT_TRUE(comes_to("t", Status::kStopped));
  clean_up();
  EXPECT_EQ(docker_.status("app"), "gone");
  EXPECT_TRUE(record("t"));
  refuse_reports(std::nullopt);
  run_->on_context([&] { return run_->reporter().retry_now(), 0; });
  ASSERT_TRUE(all_stopped());
  docker_.refuse("remove", 500, "device busy");
  clean_up();
  EXPECT_TRUE(record("t"));
  docker_.allow("remove");
  clean_up();
  EXPECT_FALSE(record("t"));
}

TEST_F(TaskEngineTest, AContainerThatSomebodyRemovedHasStopped) {
  take("t", kApp);
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  docker_.lose("app");
  look_at_all();
  EXPECT_EQ(reports(2).back(),
            "t STOPPED (Essential container in task exited) app:STOPPED (DockerStateError: the "
            "container is gone)");
}

}  // namespace
}  // namespace berth::agent
