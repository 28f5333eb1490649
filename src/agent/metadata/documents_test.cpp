// Tests of the metadata documents, against what the container agent shows.
#include "agent/metadata/documents.h"

#include <gtest/gtest.h>

#include "agent/credentials/testing.h"
#include "aws/json_codec.h"

namespace berth::agent {
namespace {

using test_support::make_task;

constexpr const char* kLabels =
    R"("Labels":{"com.amazonaws.ecs.cluster":"default","com.amazonaws.ecs.container-name":"app",)"
    R"("com.amazonaws.ecs.task-arn":"arn:aws:ecs:us-west-2:123456789012:task/default/one",)"
    R"("com.amazonaws.ecs.task-definition-family":"family",)"
    R"("com.amazonaws.ecs.task-definition-version":"1"})";

TaskRecord example() {
  auto task = make_task("one", 'a', "172.28.0.2");
  task.containers[0].created_at_ms = 1795488251120;
  task.containers[0].started_at_ms = 1795488252000;
  return task;
}

std::string container_json(const TaskRecord& task, MetadataVersion version) {
  return aws::encode_json(container_document(task, task.containers[0], "default", version));
}

std::string expected_head() {
  return R"({"DockerId":")" + std::string(64, 'a') +
         R"(","Name":"app","DockerName":"ecs-family-1-app-0123456789abcdef0123",)"
         R"("Image":"busybox","ImageID":"sha256:00",)" +
         kLabels +
         R"(,"DesiredStatus":"RUNNING","KnownStatus":"RUNNING","Limits":{"CPU":2,"Memory":64},)"
         R"("CreatedAt":"2026-11-24T02:44:11.12Z","StartedAt":"2026-11-24T02:44:12Z",)"
         R"("Type":"NORMAL")";
}

TEST(MetadataDocument, AContainerIsTheRecordedOne) {
  const std::string networks =
      R"(,"Networks":[{"NetworkMode":"bridge","IPv4Addresses":["172.28.0.2"]}]})";
  EXPECT_EQ(container_json(example(), MetadataVersion::kV4), expected_head() + networks);
  EXPECT_EQ(container_json(example(), MetadataVersion::kV3), expected_head() + networks);
  EXPECT_EQ(container_json(example(), MetadataVersion::kV2), expected_head() + "}");
}

TEST(MetadataDocument, VersionFourAddsLogsAndArn) {
  auto task = example();
  auto& definition = task.payload.containers->front();
  definition.container_arn = "arn:container";
  definition.docker_config->host_config =
      R"({"NetworkMode":"host","LogConfig":{"Type":"awslogs","Config":{"awslogs-group":"g"}}})";
  task.containers[0].addresses.clear();
  const auto four = container_json(task, MetadataVersion::kV4);
  EXPECT_NE(four.find(R"("LogDriver":"awslogs","LogOptions":{"awslogs-group":"g"},)"
                      R"("ContainerARN":"arn:container",)"
                      R"("Networks":[{"NetworkMode":"host","IPv4Addresses":[""]}]})"),
            std::string::npos)
      << four;
  const auto three = container_json(task, MetadataVersion::kV3);
  EXPECT_EQ(three.find("LogDriver"), std::string::npos);
  EXPECT_EQ(three.find("ContainerARN"), std::string::npos);
}

TEST(MetadataDocument, AStoppedContainerWithPortsLabelsAndHealth) {
  auto task = example();
  auto& container = task.containers[0];
  container.known = Status::kStopped;
  container.exit_code = 3;
  container.finished_at_ms = 1795488253000;
  container.health = "healthy";
  auto& binding = container.bindings.emplace_back();
  binding.bind_ip = "0.0.0.0";
  binding.container_port = 80;
  binding.host_port = 32768;
  binding.protocol = "tcp";
  task.payload.containers->front().docker_config->config = R"({"Labels":{"team":"x"}})";
  const auto document = container_document(task, container, "default", MetadataVersion::kV4);
  EXPECT_EQ(document.desired_status, "STOPPED");
  EXPECT_EQ(document.exit_code, 3);
  EXPECT_EQ(document.finished_at, "2026-11-24T02:44:13Z");
  EXPECT_EQ(document.health->status, "HEALTHY");
  EXPECT_EQ(document.labels->at("team"), "x");
  EXPECT_EQ(aws::encode_json(document.ports->front()),
            R"({"ContainerPort":80,"Protocol":"tcp","HostPort":32768,"HostIp":"0.0.0.0"})");
}

TEST(MetadataDocument, ATask) {
  auto task = example();
  task.pull_started_at_ms = 1795488250000;
  task.pull_stopped_at_ms = 1795488251000;
  task.containers.emplace_back().name = "not created yet";
  EXPECT_EQ(aws::encode_json(task_document(task, "default", MetadataVersion::kV4)),
            R"({"Cluster":"default",)"
            R"("TaskARN":"arn:aws:ecs:us-west-2:123456789012:task/default/one",)"
            R"("Family":"family","Revision":"1","DesiredStatus":"RUNNING","KnownStatus":"RUNNING",)"
            R"("PullStartedAt":"2026-11-24T02:44:10Z","PullStoppedAt":"2026-11-24T02:44:11Z",)"
            R"("LaunchType":"EC2","Containers":[)" +
                container_json(task, MetadataVersion::kV4) + "]}");
  const auto three = aws::encode_json(task_document(task, "default", MetadataVersion::kV3));
  EXPECT_EQ(three.find("LaunchType"), std::string::npos);
}

TEST(MetadataDocument, ATasksLimitsOnlyWhereItHasSome) {
  auto task = example();
  EXPECT_FALSE(task_document(task, "c", MetadataVersion::kV4).limits);
  task.payload.memory = 512;
  EXPECT_EQ(aws::encode_json(*task_document(task, "c", MetadataVersion::kV4).limits),
            R"({"Memory":512})");
  task.payload.cpu = 0.25;
  EXPECT_EQ(aws::encode_json(*task_document(task, "c", MetadataVersion::kV4).limits),
            R"({"CPU":0.25,"Memory":512})");
}

TEST(GoTime, HasTheFractionThatThereIs) {
  EXPECT_EQ(go_time(1795488251000), "2026-11-24T02:44:11Z");
  EXPECT_EQ(go_time(1795488251007), "2026-11-24T02:44:11.007Z");
  EXPECT_EQ(go_time(1795488251120), "2026-11-24T02:44:11.12Z");
}

}  // namespace
}  // namespace berth::agent
