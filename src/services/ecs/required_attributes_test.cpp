// requiresAttributes as AWS was seen to compute them (outputs of DescribeTaskDefinition).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "services/ecs/required_attributes.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

aws::ecs::TaskDefinition definition_of(const std::string& container, const std::string& task = "") {
  const auto decoded = aws::decode_json<aws::ecs::TaskDefinition>(R"({"containerDefinitions":[{)" +
                                                                  container + "}]" + task + "}");
  EXPECT_TRUE(decoded) << container;
  return decoded.value_or(aws::ecs::TaskDefinition());
}

/// The names, with "docker." and "amazon." for the long beginnings.
std::vector<std::string> required(const std::string& container, const std::string& task = "") {
  std::vector<std::string> names;
  for (const auto& attribute : required_attributes(definition_of(container, task))) {
    std::string name = *attribute.name;
    for (const auto& [whole, brief] :
         {std::pair("com.amazonaws.ecs.capability.docker-remote-api.", "docker."),
          std::pair("com.amazonaws.ecs.capability.", "amazon."),
          std::pair("ecs.capability.", "")}) {
      if (name.starts_with(whole)) {
        name = brief + name.substr(std::string(whole).size());
        break;
      }
    }
    names.push_back(std::move(name));
  }
  return names;
}

constexpr const char* kBoth = R"(,"taskRoleArn":"r","executionRoleArn":"e")";
constexpr const char* kEcr = R"("image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1")";
constexpr const char* kLogs =
    R"("logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g"}})";

TEST(RequiredAttributes, AreNoneForAPlainContainer) {
  EXPECT_THAT(required(R"("image":"busybox","memory":4,"cpu":0)"), IsEmpty());
}

TEST(RequiredAttributes, OfRoles) {
  EXPECT_THAT(required(R"("image":"i")", R"(,"taskRoleArn":"r")"),
              ElementsAre("amazon.task-iam-role"));
  EXPECT_THAT(required(R"("image":"i")", R"(,"taskRoleArn":"r","networkMode":"bridge")"),
              ElementsAre("amazon.task-iam-role"));
  EXPECT_THAT(required(R"("image":"i")", R"(,"taskRoleArn":"r","networkMode":"host")"),
              UnorderedElementsAre("amazon.task-iam-role-network-host", "docker.1.17"));
  EXPECT_THAT(required(R"("image":"i")", R"(,"networkMode":"host")"),
              testing::Not(testing::Contains("amazon.task-iam-role-network-host")));
  EXPECT_THAT(required(R"("image":"i")", R"(,"executionRoleArn":"e")"), IsEmpty());
}

TEST(RequiredAttributes, OfAFargateTaskWithLogsAndARegistry) {
  EXPECT_THAT(
      required(std::string(kEcr) + "," + kLogs, std::string(kBoth) + R"(,"networkMode":"awsvpc")"),
      UnorderedElementsAre("amazon.logging-driver.awslogs", "execution-role-awslogs",
                           "amazon.ecr-auth", "docker.1.19", "amazon.task-iam-role",
                           "execution-role-ecr-pull", "docker.1.18", "task-eni"));
}

TEST(RequiredAttributes, OfARegistryNeedNoVersionOfDocker) {
  EXPECT_THAT(required(kEcr, R"(,"executionRoleArn":"e","networkMode":"awsvpc")"),
              UnorderedElementsAre("amazon.ecr-auth", "execution-role-ecr-pull", "docker.1.18",
                                   "task-eni"));
}

TEST(RequiredAttributes, OfLinuxParametersAndSecurity) {
  EXPECT_THAT(
      required(std::string(kEcr) + R"(,"linuxParameters":{"capabilities":{"add":["KILL"]},"tmpfs":)"
                                   R"([{"containerPath":"/run","size":50}]},)"
                                   R"("dockerSecurityOptions":["label:seccomp:unconfined"])",
               kBoth),
      UnorderedElementsAre("amazon.ecr-auth", "amazon.selinux", "amazon.task-iam-role",
                           "docker.1.22", "execution-role-ecr-pull"));
  EXPECT_THAT(required(R"("image":"i","privileged":true)"),
              testing::Contains("amazon.privileged-container"));
}

TEST(RequiredAttributes, OfLogOptions) {
  EXPECT_THAT(
      required(R"("image":"i","logConfiguration":{"logDriver":"awslogs","options":)"
               R"({"awslogs-group":"g","awslogs-create-group":"true","mode":"non-blocking"}})"),
      ElementsAre("docker.1.19", "docker.1.28", "docker.1.29", "amazon.logging-driver.awslogs"));
  EXPECT_THAT(required(R"("image":"i","logConfiguration":{"logDriver":"json-file"})"),
              ElementsAre("docker.1.18", "amazon.logging-driver.json-file"));
  EXPECT_THAT(required(R"("image":"i","logConfiguration":{"logDriver":"splunk","secretOptions":)"
                       R"([{"name":"t","valueFrom":"/p"}]})"),
              testing::Contains("secrets.ssm.bootstrap.log-driver"));
}

TEST(RequiredAttributes, OfHealthChecksSecretsAndOrder) {
  EXPECT_THAT(required(R"("image":"i","healthCheck":{"command":["CMD","true"]})"),
              ElementsAre("docker.1.24", "container-health-check"));
  EXPECT_THAT(required(R"("image":"i","memoryReservation":64)"), ElementsAre("docker.1.21"));
  EXPECT_THAT(
      required(R"("image":"i","secrets":[{"name":"A","valueFrom":"/a"},{"name":"B","valueFrom":)"
               R"("arn:aws:secretsmanager:eu-west-1:1:secret:b"}])"),
      ElementsAre("secrets.asm.environment-variables", "secrets.ssm.environment-variables"));
  EXPECT_THAT(required(R"("image":"i","dependsOn":[{"containerName":"b","condition":"START"}])"),
              ElementsAre("container-ordering"));
}

TEST(Compatibilities, AreWhatTheDefinitionWouldRunWith) {
  EXPECT_THAT(compatibilities(definition_of(R"("image":"i")")), ElementsAre("EXTERNAL", "EC2"));
  EXPECT_THAT(compatibilities(definition_of(R"("image":"i")", R"(,"networkMode":"awsvpc")")),
              ElementsAre("EC2"));
  EXPECT_THAT(compatibilities(definition_of(
                  R"("image":"i")", R"(,"networkMode":"awsvpc","cpu":"256","memory":"512")")),
              ElementsAre("EC2", "FARGATE"));
}

}  // namespace
}  // namespace berth::services::ecs
