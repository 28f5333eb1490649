// Faults of the engine in the container agent's words.
#include "agent/reasons.h"

#include <gtest/gtest.h>

namespace berth::agent {
namespace {

TEST(Reasons, NameTheStepThatTheEngineRefused) {
  const Settings settings;
  const Fault missing{"NotFound", "pull access denied for x", 404, {}};
  EXPECT_EQ(reason_text(pull_fault(missing, settings)),
            "CannotPullContainerError: Error response from daemon: pull access denied for x");
  EXPECT_EQ(reason_text(create_fault({"Conflict", "name in use", 409, {}}, settings)),
            "CannotCreateContainerError: Error response from daemon: name in use");
  EXPECT_EQ(reason_text(start_fault({"EngineError", "no such file", 500, {}}, settings)),
            "CannotStartContainerError: Error response from daemon: no such file");
  EXPECT_EQ(reason_text(stop_fault({"EngineError", "x", 500, {}})),
            "CannotStopContainerError: Error response from daemon: x");
}

TEST(Reasons, SayHowLongATimeoutWaited) {
  const Settings settings;
  const Fault timeout{"Timeout", "", 500, {}};
  EXPECT_EQ(reason_text(pull_fault(timeout, settings)),
            "DockerTimeoutError: Could not transition to pulled; timed out after waiting 2h0m0s");
  EXPECT_EQ(reason_text(create_fault(timeout, settings)),
            "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s");
  EXPECT_EQ(reason_text(start_fault(timeout, settings)),
            "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s");
}

TEST(Reasons, TellAnEngineThatIsAwayAndKeepWhatIsNotTheEngines) {
  const Settings settings;
  EXPECT_EQ(reason_text(pull_fault({"EngineUnreachable", "no socket", 500, {}}, settings)),
            "CannotPullContainerError: Cannot connect to the Docker daemon: no socket");
  EXPECT_EQ(reason_text(create_fault({"CannotCreateContainerError", "own", 400, {}}, settings)),
            "CannotCreateContainerError: own");
}

TEST(Reasons, DurationsAreSpeltAsGoDoes) {
  EXPECT_EQ(go_duration(std::chrono::seconds(0)), "0s");
  EXPECT_EQ(go_duration(std::chrono::seconds(59)), "59s");
  EXPECT_EQ(go_duration(std::chrono::seconds(60)), "1m0s");
  EXPECT_EQ(go_duration(std::chrono::seconds(3600)), "1h0m0s");
  EXPECT_EQ(go_duration(std::chrono::seconds(3725)), "1h2m5s");
}

}  // namespace
}  // namespace berth::agent
