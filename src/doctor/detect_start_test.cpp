// How tasks end before or instead of their program: what is accused, and what is not.
#include <gtest/gtest.h>

#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::failed_task;
using test_support::good_definition;
using test_support::good_task;
using test_support::Named;
using test_support::named_in;

/// A task that stopped before its container ran, for this reason.
Evidence not_started(const std::string& reason) {
  Evidence evidence = good_task();
  auto& task = *evidence.task_seen.answer;
  task.stop_code = "TaskFailedToStart";
  task.started_at.reset();
  task.stopped_reason = reason;
  task.containers->front().exit_code.reset();
  task.containers->front().reason = reason;
  test_support::refuse(evidence.logs[0].lines, "ResourceNotFoundException");
  return evidence;
}

TEST(DetectStart, ReadsTheReason) {
  const std::string docker = "CannotStartContainerError: Error response from daemon: ";
  const std::string stream =
      docker + "failed to initialize logging driver: failed to create Cloudwatch log stream: ";
  const struct {
    std::string reason;
    const char* id;
  } kCases[] = {
      {"CannotPullContainerError: pull access denied for nope", "image-pull-failed"},
      {"CannotPullImageManifestError: Error response from daemon", "image-pull-failed"},
      {"ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
       "retrieval failed: AccessDeniedException",
       "execution-role-denied"},
      {stream + "ResourceNotFoundException: The specified log group does not exist.",
       "log-group-missing"},
      {stream + "AccessDeniedException: User is not authorized", "log-write-denied"},
      {stream + "CredentialsEndpointError: failed to load credentials", "proxy-on-engine"},
      {docker + "exec: \"aws\": executable file not found in $PATH: unknown", "no-client-in-image"},
      {docker + "OCI runtime create failed: exec: \"/no\": stat /no: no such file or directory",
       "no-client-in-image"},
      {"OutOfMemoryError: Container killed due to memory usage", "container-died-early"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(named_in(not_started(one.reason)), (Named{{one.id}, {}})) << one.reason;
  }
  const Evidence other = not_started("CannotCreateContainerError: no space left on device");
  EXPECT_EQ(named_in(other), (Named{{}, {}}));
  EXPECT_EQ(diagnose(other).verdict, Verdict::kUndecided);
}

TEST(DetectStart, FindsTheLogGroupInAnotherRegion) {
  Evidence evidence = not_started("The specified log group does not exist.");
  evidence.logs[0].group_exists.answer = false;
  EXPECT_EQ(named_in(evidence), (Named{{"log-group-missing"}, {}}));
  evidence.logs[0].regions_with_group = {"eu-west-1"};
  EXPECT_EQ(named_in(evidence), (Named{{"log-group-in-other-region"}, {}}));
}

TEST(DetectStart, LooksForTheLogGroupBeforeAnythingRuns) {
  Evidence evidence = good_definition();
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  evidence.logs[0].group_exists.answer = false;
  EXPECT_EQ(named_in(evidence), (Named{{"log-group-missing"}, {}}));
  evidence.logs[0].creates_group = true;
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  // A group that went after the task had ended well is not its trouble.
  Evidence task = good_task();
  task.logs[0].group_exists.answer = false;
  EXPECT_EQ(named_in(task), (Named{{}, {}}));
}

TEST(DetectStart, NamesTheMissingClientByItsExitStatus) {
  Evidence evidence = failed_task("/bin/sh: yum: not found");
  test_support::print(evidence, "/bin/sh: aws: not found");
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  test_support::leave_with(evidence, 127);
  EXPECT_EQ(named_in(evidence), (Named{{"client-not-installed"}, {}}));
  Evidence python = failed_task("bash: line 1: python3: command not found");
  test_support::leave_with(python, 127);
  EXPECT_EQ(named_in(python), (Named{{"no-client-in-image"}, {}}));
  // The known-good procedure's stand-in has no yum, and goes on.
  Evidence good = good_task();
  test_support::print(good, "bash: yum: command not found");
  EXPECT_EQ(named_in(good), (Named{{}, {}}));
}

TEST(DetectStart, TellsWhoEndedTheOthers) {
  Evidence evidence = good_task();
  auto& side = evidence.definition.answer->container_definitions->emplace_back();
  side.name = "side";
  side.essential = true;
  auto& ended = evidence.task_seen.answer->containers->emplace_back();
  ended.name = "side";
  ended.exit_code = 3;
  test_support::leave_with(evidence, 137);
  EXPECT_EQ(named_in(evidence), (Named{{"other-container-exited"}, {}}));
  // Done, and the sidecar was ended: well, unless one asks after the sidecar.
  evidence.task_seen.answer->containers->back().exit_code = 0;
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kOk);
  // Two that left by themselves: which was first is not told.
  evidence.task_seen.answer->containers->back().exit_code = 3;
  test_support::leave_with(evidence, 4);
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kUndecided);
}

TEST(DetectStart, TakesAnEmptyLogForAnEarlyDeath) {
  Evidence evidence = good_task();
  test_support::leave_with(evidence, 1);
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  evidence.logs[0].lines.answer->clear();
  EXPECT_EQ(named_in(evidence), (Named{{"container-died-early"}, {}}));
  evidence.task_seen.answer->stopped_at = test_support::at(2);
  EXPECT_EQ(named_in(evidence), (Named{{}, {"container-died-early"}}));
  evidence.logs.clear();
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
}

TEST(DetectStart, DoesNotAccuseATaskThatSomebodyStopped) {
  Evidence evidence = good_task();
  evidence.task_seen.answer->stop_code = "UserInitiated";
  test_support::leave_with(evidence, 137);
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kOk);
  // What it printed before still counts.
  test_support::print(evidence, test_support::denied("s3:ListBuckets", "*"));
  EXPECT_EQ(named_in(evidence), (Named{{"action-not-allowed"}, {}}));
}

}  // namespace
}  // namespace berth::doctor
