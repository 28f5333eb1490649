// The half of a container definition that travels in Docker's own spelling.
#include "acs/docker_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"

namespace berth::acs {
namespace {

using testing::ElementsAre;

aws::ecs::ContainerDefinition container_of(const std::string& json) {
  auto decoded = aws::decode_json<aws::ecs::ContainerDefinition>(json);
  EXPECT_TRUE(decoded) << json;
  return decoded.value_or(aws::ecs::ContainerDefinition());
}
aws::docker::HostConfig host_of(const std::string& json, const std::string& network = "") {
  aws::ecs::TaskDefinition definition;
  if (!network.empty()) definition.network_mode = network;
  return docker_host_config_of(definition, container_of(json), "0123");
}
std::string version_of(const std::string& json) {
  return *encode_docker_config({}, container_of(json), "0123").version;
}

TEST(DockerConfig, OfAPlainContainerIsWhatTheAgentHasSeenFromAws) {
  const auto config = encode_docker_config({}, container_of(R"({"name":"a"})"), "0123");
  EXPECT_EQ(config.config, "{}");
  EXPECT_EQ(config.host_config, R"({"NetworkMode":"bridge","CapAdd":[],"CapDrop":[]})");
  EXPECT_EQ(config.version, "1.18");
}

TEST(DockerConfig, NetworksAreDockersOwn) {
  EXPECT_EQ(host_of("{}").network_mode, "bridge");
  EXPECT_EQ(host_of("{}", "host").network_mode, "host");
  EXPECT_EQ(host_of("{}", "none").network_mode, "none");
  EXPECT_FALSE(host_of("{}", "awsvpc").network_mode);
}

TEST(DockerConfig, LogStreamsAreNamedByPrefixContainerAndTask) {
  const auto host =
      host_of(R"({"name":"amazonlinux","logConfiguration":{"logDriver":"awslogs","options":)"
              R"({"awslogs-group":"ecs-tasks","awslogs-region":"us-west-2",)"
              R"("awslogs-stream-prefix":"iam-role-test"}}})");
  EXPECT_EQ(host.log_config->type, "awslogs");
  const auto& options = *host.log_config->config;
  EXPECT_EQ(options.at("awslogs-stream"), "iam-role-test/amazonlinux/0123");
  EXPECT_EQ(options.count("awslogs-stream-prefix"), 0u);
  EXPECT_EQ(options.at("awslogs-group"), "ecs-tasks");
  // Other drivers know no prefix, and keep what they are given.
  const auto other = host_of(R"({"logConfiguration":{"logDriver":"splunk","options":)"
                             R"({"awslogs-stream-prefix":"x"}}})");
  EXPECT_EQ(other.log_config->config->count("awslogs-stream-prefix"), 1u);
}

TEST(DockerConfig, HealthChecksAreInNanoseconds) {
  const auto config = docker_config_of(
      container_of(R"({"healthCheck":{"command":["CMD","true"],"interval":10,"startPeriod":2}})"));
  EXPECT_THAT(*config.healthcheck->test, ElementsAre("CMD", "true"));
  EXPECT_EQ(config.healthcheck->interval, 10'000'000'000);
  EXPECT_EQ(config.healthcheck->timeout, 5'000'000'000);
  EXPECT_EQ(config.healthcheck->retries, 3);
  EXPECT_EQ(config.healthcheck->start_period, 2'000'000'000);
}

TEST(DockerConfig, LimitsAndLinuxParameters) {
  const auto host = host_of(
      R"({"memory":128,"memoryReservation":64,"privileged":true,"readonlyRootFilesystem":true,)"
      R"("ulimits":[{"name":"nofile","softLimit":10,"hardLimit":20}],)"
      R"("systemControls":[{"namespace":"net.core.somaxconn","value":"9"}],)"
      R"("dnsServers":["10.0.0.2"],"extraHosts":[{"hostname":"db","ipAddress":"10.0.0.3"}],)"
      R"("dockerSecurityOptions":["label:disable"],"linuxParameters":{"capabilities":)"
      R"({"add":["NET_ADMIN"],"drop":["ALL"]},"initProcessEnabled":true,"sharedMemorySize":32,)"
      R"("maxSwap":16,"swappiness":5,"devices":[{"hostPath":"/dev/x","permissions":["read","mknod"]}],)"
      R"("tmpfs":[{"containerPath":"/t","size":8,"mountOptions":["ro"]}]}})");
  EXPECT_EQ(host.memory_reservation, 64 * 1024 * 1024);
  EXPECT_EQ(host.memory_swap, (128 + 16) * 1024 * 1024);
  EXPECT_EQ(host.memory_swappiness, 5);
  EXPECT_EQ(host.privileged, true);
  EXPECT_EQ(host.readonly_rootfs, true);
  EXPECT_EQ(host.ulimits->front().hard, 20);
  EXPECT_EQ(host.sysctls->at("net.core.somaxconn"), "9");
  EXPECT_THAT(*host.dns, ElementsAre("10.0.0.2"));
  EXPECT_THAT(*host.extra_hosts, ElementsAre("db:10.0.0.3"));
  EXPECT_THAT(*host.security_opt, ElementsAre("label:disable"));
  EXPECT_THAT(*host.cap_add, ElementsAre("NET_ADMIN"));
  EXPECT_THAT(*host.cap_drop, ElementsAre("ALL"));
  EXPECT_EQ(host.init, true);
  EXPECT_EQ(host.shm_size, 32 * 1024 * 1024);
  EXPECT_EQ(host.devices->front().path_in_container, "/dev/x");
  EXPECT_EQ(host.devices->front().cgroup_permissions, "rm");
  EXPECT_EQ(host.tmpfs->at("/t"), "size=8m,ro");
}

TEST(DockerConfig, SaysWhichVersionOfTheApiItNeeds) {
  EXPECT_EQ(version_of(R"({"privileged":true})"), "1.18");
  EXPECT_EQ(version_of(R"({"memoryReservation":64})"), "1.21");
  EXPECT_EQ(version_of(R"({"linuxParameters":{"sharedMemorySize":64}})"), "1.22");
  EXPECT_EQ(version_of(R"({"healthCheck":{"command":["CMD","true"]}})"), "1.24");
  EXPECT_EQ(version_of(R"({"linuxParameters":{"initProcessEnabled":true}})"), "1.25");
}

TEST(DockerConfig, CarriesWhatTheContainerIs) {
  const auto config = docker_config_of(
      container_of(R"({"hostname":"h","user":"1000","workingDirectory":"/w","interactive":true,)"
                   R"("pseudoTerminal":true,"disableNetworking":true,"dockerLabels":{"a":"b"}})"));
  EXPECT_EQ(config.hostname, "h");
  EXPECT_EQ(config.user, "1000");
  EXPECT_EQ(config.working_dir, "/w");
  EXPECT_EQ(config.open_stdin, true);
  EXPECT_EQ(config.tty, true);
  EXPECT_EQ(config.network_disabled, true);
  EXPECT_EQ(config.labels->at("a"), "b");
}

}  // namespace
}  // namespace berth::acs
