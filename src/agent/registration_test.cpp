// What an instance says of itself when it registers: attributes one by one, resources, versions.
#include "agent/registration.h"

#include <set>

#include <gmock/gmock.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

InstanceFacts facts() {
  InstanceFacts facts;
  facts.cpu_units = 4096;
  facts.memory_mib = 7950;
  facts.docker_version = "20.10.24";
  facts.docker_api_version = "1.19";
  facts.architecture = "x86_64";
  facts.agent_version = "0.1.0";
  return facts;
}

/// "name" or "name=value", as they are sent.
std::vector<std::string> attributes(const aws::ecs::RegisterContainerInstanceRequest& request) {
  std::vector<std::string> texts;
  for (const auto& each : *request.attributes) {
    texts.push_back(*each.name + (each.value ? "=" + *each.value : ""));
  }
  return texts;
}

std::vector<std::string> attributes_with(const Settings& settings,
                                         const InstanceFacts& of = facts()) {
  return attributes(make_registration(settings, of, ""));
}

TEST(Registration, SendsTheAttributesOfWhatTheAgentDoes) {
  Settings settings;
  settings.task_iam_role = true;
  settings.task_iam_role_network_host = true;
  settings.logging_drivers = {"json-file", "awslogs", "none"};
  EXPECT_THAT(
      attributes_with(settings),
      ElementsAre("com.amazonaws.ecs.capability.privileged-container",
                  "com.amazonaws.ecs.capability.docker-remote-api.1.17",
                  "com.amazonaws.ecs.capability.docker-remote-api.1.18",
                  "com.amazonaws.ecs.capability.docker-remote-api.1.19",
                  "com.amazonaws.ecs.capability.logging-driver.json-file",
                  "com.amazonaws.ecs.capability.logging-driver.awslogs",
                  "com.amazonaws.ecs.capability.logging-driver.none",
                  "com.amazonaws.ecs.capability.task-iam-role",
                  "com.amazonaws.ecs.capability.task-iam-role-network-host",
                  "ecs.capability.container-health-check", "ecs.capability.container-ordering",
                  "ecs.capability.docker-plugin.local", "ecs.capability.full-sync",
                  "ecs.os-type=linux", "ecs.os-family=LINUX", "ecs.cpu-architecture=x86_64"));
}

TEST(Registration, SendsNoAttributeOfWhatIsOff) {
  Settings settings;
  settings.disable_privileged = true;
  settings.logging_drivers = {};
  InstanceFacts old = facts();
  old.docker_api_version = "1.16";
  EXPECT_THAT(
      attributes_with(settings, old),
      ElementsAre("ecs.capability.container-health-check", "ecs.capability.container-ordering",
                  "ecs.capability.docker-plugin.local", "ecs.capability.full-sync",
                  "ecs.os-type=linux", "ecs.os-family=LINUX", "ecs.cpu-architecture=x86_64"));
}

TEST(Registration, AttributesOfSettings) {
  Settings settings;
  settings.external = true;
  settings.awslogs_execution_role_override = true;
  InstanceFacts arm = facts();
  arm.architecture = "aarch64";
  arm.docker_api_version = "1.41";
  const auto sent = attributes_with(settings, arm);
  EXPECT_THAT(sent,
              IsSupersetOf({"ecs.capability.external", "ecs.capability.execution-role-awslogs",
                            "ecs.cpu-architecture=arm64",
                            "com.amazonaws.ecs.capability.docker-remote-api.1.41"}));
  EXPECT_THAT(sent, Not(IsSupersetOf({"com.amazonaws.ecs.capability.docker-remote-api.1.42"})));
  EXPECT_EQ(std::set<std::string>(sent.begin(), sent.end()).size(), sent.size());
}

TEST(Registration, SendsCustomAttributesOnTheFirstTimeOnly) {
  Settings settings;
  settings.instance_attributes = {{"rack", "7"}, {"ssd", ""}};
  const auto first = make_registration(settings, facts(), "");
  EXPECT_FALSE(first.container_instance_arn);
  EXPECT_THAT(attributes(first), IsSupersetOf({"rack=7", "ssd"}));
  const auto again = make_registration(settings, facts(), "arn:instance");
  EXPECT_EQ(again.container_instance_arn, "arn:instance");
  EXPECT_THAT(attributes(again), Not(::testing::Contains(::testing::AnyOf("rack=7", "ssd"))));
  EXPECT_EQ(attributes(again).size() + 2, attributes(first).size());
}

TEST(Registration, ResourcesAreWhatTasksMayTake) {
  Settings settings;
  settings.reserved_memory_mib = 950;
  settings.reserved_ports_udp = {53};
  const auto request = make_registration(settings, facts(), "");
  ASSERT_EQ(request.total_resources->size(), 4u);
  std::vector<std::string> texts;
  for (const auto& each : *request.total_resources) texts.push_back(aws::encode_json(each));
  EXPECT_THAT(
      texts,
      ElementsAre(R"({"name":"CPU","type":"INTEGER","integerValue":4096})",
                  R"({"name":"MEMORY","type":"INTEGER","integerValue":7000})",
                  R"({"name":"PORTS","type":"STRINGSET","stringSetValue":["22","2375","2376",)"
                  R"("51678","51679"]})",
                  R"({"name":"PORTS_UDP","type":"STRINGSET","stringSetValue":["53"]})"));
}

TEST(Registration, KeepsNoMoreThanThereIs) {
  Settings settings;
  settings.reserved_memory_mib = 100000;
  const auto request = make_registration(settings, facts(), "");
  EXPECT_EQ(request.total_resources->at(1).integer_value, 0);
}

TEST(Registration, NamesClusterVersionsAndTags) {
  Settings settings;
  settings.cluster = "blue";
  settings.instance_tags = {{"team", "a"}};
  const auto request = make_registration(settings, facts(), "");
  EXPECT_EQ(request.cluster, "blue");
  EXPECT_EQ(request.instance_identity_document, "");
  EXPECT_EQ(request.instance_identity_document_signature, "");
  EXPECT_EQ(request.version_info->agent_version, "0.1.0");
  EXPECT_EQ(request.version_info->docker_version, "DockerVersion: 20.10.24");
  ASSERT_TRUE(request.tags);
  EXPECT_EQ(aws::encode_json(request.tags->front()), R"({"key":"team","value":"a"})");
  EXPECT_FALSE(make_registration(Settings(), facts(), "").tags);
}

TEST(InstanceFacts, ComeFromTheEngine) {
  aws::docker::VersionResponse version;
  version.version = "24.0.7";
  aws::docker::InfoResponse info;
  info.ncpu = 2;
  info.mem_total = 2LL * 1024 * 1024 * 1024 + 5;
  info.architecture = "aarch64";
  const InstanceFacts found = facts_of(version, info, "1.43", "9");
  EXPECT_EQ(found.cpu_units, 2048);
  EXPECT_EQ(found.memory_mib, 2048);
  EXPECT_EQ(found.docker_version, "24.0.7");
  EXPECT_EQ(found.docker_api_version, "1.43");
  EXPECT_EQ(found.architecture, "aarch64");
  EXPECT_EQ(found.agent_version, "9");
}

}  // namespace
}  // namespace berth::agent
