// Docker's inspections, as the engine answers them, taken into records.
#include "agent/container_view.h"

#include <gtest/gtest.h>

#include "agent/reasons.h"
#include "aws/json_codec.h"

namespace berth::agent {
namespace {

void take(const std::string& json, ContainerRecord& container) {
  const auto found = aws::decode_json<aws::docker::ContainerInspectResponse>(json);
  ASSERT_TRUE(found) << found.error().message;
  take_inspection(*found, container);
}

TEST(ContainerView, TakesWhatRuns) {
  ContainerRecord container;
  container.known = Status::kCreated;
  take(R"({"Id":"abc","State":{"Status":"running","Running":true,"Pid":42,"ExitCode":0,)"
       R"("StartedAt":"2026-11-24T02:44:11.123456789Z","FinishedAt":"0001-01-01T00:00:00Z",)"
       R"("Health":{"Status":"healthy"}},"NetworkSettings":{"Networks":{"bridge":{"IPAddress":)"
       R"("172.17.0.2"},"none":{"IPAddress":""}},"Ports":{"80/tcp":[{"HostIp":"0.0.0.0",)"
       R"("HostPort":"32768"}],"53/udp":[{"HostIp":"127.0.0.1","HostPort":"53"}],"9/tcp":null}}})",
       container);
  EXPECT_EQ(container.docker_id, "abc");
  EXPECT_EQ(container.known, Status::kRunning);
  EXPECT_EQ(container.pid, 42);
  EXPECT_EQ(container.health, "healthy");
  EXPECT_FALSE(container.exit_code);
  EXPECT_EQ(container.started_at_ms, 1795488251123);
  EXPECT_EQ(container.finished_at_ms, 0);
  ASSERT_EQ(container.addresses.size(), 1u);
  EXPECT_EQ(container.addresses.at("bridge"), "172.17.0.2");
  ASSERT_EQ(container.bindings.size(), 2u);
  EXPECT_EQ(container.bindings[0].container_port, 53);
  EXPECT_EQ(container.bindings[0].protocol, "udp");
  EXPECT_EQ(container.bindings[1].host_port, 32768);
  EXPECT_EQ(container.bindings[1].bind_ip, "0.0.0.0");
}

TEST(ContainerView, TakesWhatHasEnded) {
  ContainerRecord container;
  container.known = Status::kRunning;
  container.bindings.emplace_back();
  container.addresses["bridge"] = "172.17.0.2";
  take(R"({"State":{"Status":"exited","Running":false,"ExitCode":137,"OOMKilled":true,)"
       R"("FinishedAt":"2026-11-24T02:44:12Z"},"NetworkSettings":{"Ports":{}}})",
       container);
  EXPECT_EQ(container.known, Status::kStopped);
  EXPECT_EQ(container.exit_code, 137);
  EXPECT_EQ(container.reason, kOutOfMemory);
  EXPECT_EQ(container.finished_at_ms, 1795488252000);
  EXPECT_EQ(container.pid, 0);
  // What it had is kept: callers see where it was.
  EXPECT_EQ(container.bindings.size(), 1u);
  EXPECT_EQ(container.addresses.size(), 1u);
}

TEST(ContainerView, KeepsTheFirstReason) {
  ContainerRecord container;
  take(R"({"State":{"Status":"dead","ExitCode":1,"Error":"broken"}})", container);
  EXPECT_EQ(container.reason, "DockerStateError: broken");
  take(R"({"State":{"Status":"exited","ExitCode":1,"OOMKilled":true}})", container);
  EXPECT_EQ(container.reason, "DockerStateError: broken");
}

TEST(ContainerView, NeverGoesBack) {
  ContainerRecord container;
  container.known = Status::kStopped;
  take(R"({"State":{"Status":"running","Running":true}})", container);
  EXPECT_EQ(container.known, Status::kStopped);
  container.known = Status::kRunning;
  take(R"({"State":{"Status":"created","Running":false}})", container);
  EXPECT_EQ(container.known, Status::kRunning);
}

}  // namespace
}  // namespace berth::agent
