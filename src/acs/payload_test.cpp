// A task as its agent is told it: the definition's containers with the task's overrides applied.
#include "acs/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"

namespace berth::acs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kTask = "arn:aws:ecs:us-west-2:123456789012:task/default/0123456789abcdef";

template <class T>
T decoded(const std::string& json) {
  auto value = aws::decode_json<T>(json);
  EXPECT_TRUE(value) << json;
  return value.value_or(T());
}
aws::ecs::TaskDefinition definition_of(const std::string& containers,
                                       const std::string& more = "") {
  return decoded<aws::ecs::TaskDefinition>(
      R"({"family":"web","revision":3,"containerDefinitions":)" + containers + more + "}");
}
aws::ecs::Task task_of(const std::string& more = "") {
  return decoded<aws::ecs::Task>(R"({"desiredStatus":"RUNNING","launchType":"EC2","clusterArn":)"
                                 R"("arn:aws:ecs:us-west-2:123456789012:cluster/default",)"
                                 R"("taskArn":")" +
                                 std::string(kTask) + "\"" + more + "}");
}
aws::acs::Task payload_of(const aws::ecs::TaskDefinition& definition, const aws::ecs::Task& task,
                          const PayloadCredentials& credentials = {}) {
  auto payload = make_payload_task(definition, task, credentials);
  EXPECT_TRUE(payload) << payload.error().message;
  return payload.value_or(aws::acs::Task());
}

TEST(Payload, HasTheShapeThatWorkedWithTheRealAgent) {
  PayloadCredentials credentials;
  credentials.task_role.emplace();
  credentials.task_role->credentials_id = "id";
  const auto payload = payload_of(
      definition_of(R"([{"name":"app","image":"busybox","memory":64,"command":["a","b"],)"
                    R"("environment":[{"name":"X","value":"1"}]}])"),
      task_of(R"(,"containers":[{"name":"app","containerArn":"c-arn"}])"), credentials);
  EXPECT_EQ(payload.arn, kTask);
  EXPECT_EQ(payload.family, "web");
  EXPECT_EQ(payload.version, "3");
  EXPECT_EQ(payload.desired_status, "RUNNING");
  EXPECT_EQ(payload.overrides, "{}");
  EXPECT_EQ(payload.launch_type, "EC2");
  EXPECT_EQ(payload.task_definition_account_id, "123456789012");
  EXPECT_THAT(*payload.volumes, IsEmpty());
  EXPECT_EQ(payload.role_credentials->credentials_id, "id");
  EXPECT_FALSE(payload.execution_role_credentials);
  EXPECT_FALSE(payload.cpu);
  EXPECT_FALSE(payload.memory);
  ASSERT_EQ(payload.containers->size(), 1u);
  const auto& container = payload.containers->front();
  EXPECT_EQ(container.name, "app");
  EXPECT_EQ(container.image, "busybox");
  EXPECT_EQ(container.essential, true);
  EXPECT_EQ(container.cpu, 0);
  EXPECT_EQ(container.memory, 64);
  EXPECT_THAT(*container.command, ElementsAre("a", "b"));
  EXPECT_FALSE(container.entry_point);
  EXPECT_EQ(container.environment->at("X"), "1");
  EXPECT_EQ(container.overrides, "{}");
  EXPECT_EQ(container.container_arn, "c-arn");
  EXPECT_THAT(*container.port_mappings, IsEmpty());
  EXPECT_THAT(*container.mount_points, IsEmpty());
  EXPECT_THAT(*container.links, IsEmpty());
  EXPECT_THAT(*container.volumes_from, IsEmpty());
  EXPECT_EQ(container.docker_config->config, "{}");
  EXPECT_FALSE(container.health_check_type);
  EXPECT_FALSE(container.logs_auth_strategy);
}

TEST(Payload, AppliesTheOverridesOfTheTask) {
  const auto payload = payload_of(
      definition_of(R"([{"name":"app","image":"i","memory":64,"cpu":1,"command":["a"],)"
                    R"("environment":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]},)"
                    R"({"name":"side","image":"s","memory":8,"command":["s"]}])"),
      task_of(R"(,"overrides":{"cpu":"512","memory":"256","containerOverrides":[{"name":"app",)"
              R"("command":["b"],"memory":128,"cpu":2,"environment":[{"name":"Y","value":"3"},)"
              R"({"name":"Z","value":"4"}]}]})"));
  const auto& app = payload.containers->at(0);
  EXPECT_THAT(*app.command, ElementsAre("b"));
  EXPECT_EQ(app.memory, 128);
  EXPECT_EQ(app.cpu, 2);
  EXPECT_THAT(*app.environment,
              ElementsAre(std::pair("X", "1"), std::pair("Y", "3"), std::pair("Z", "4")));
  EXPECT_THAT(*payload.containers->at(1).command, ElementsAre("s"));
  EXPECT_EQ(payload.cpu, 0.5);
  EXPECT_EQ(payload.memory, 256);
}

TEST(Payload, CarriesPortsMountsAndOrder) {
  const auto payload = payload_of(
      definition_of(
          R"([{"name":"app","image":"i","portMappings":[{"containerPort":80},)"
          R"({"containerPort":53,"hostPort":5353,"protocol":"udp"}],"links":["db:d"],)"
          R"("mountPoints":[{"sourceVolume":"v","containerPath":"/v","readOnly":true}],)"
          R"("volumesFrom":[{"sourceContainer":"db"}],"dependsOn":[{"containerName":"db",)"
          R"("condition":"HEALTHY"}],"stopTimeout":5},{"name":"db","image":"d",)"
          R"("healthCheck":{"command":["CMD","x"]}}])",
          R"(,"networkMode":"bridge","volumes":[{"name":"v","host":{"sourcePath":"/h"}},)"
          R"({"name":"w","dockerVolumeConfiguration":{"scope":"shared","driver":"local"}}])"),
      task_of());
  const auto& app = payload.containers->at(0);
  EXPECT_EQ(app.port_mappings->at(0).host_port, 0);
  EXPECT_EQ(app.port_mappings->at(0).protocol, "tcp");
  EXPECT_EQ(app.port_mappings->at(1).host_port, 5353);
  EXPECT_EQ(app.port_mappings->at(1).protocol, "udp");
  EXPECT_THAT(*app.links, ElementsAre("db:d"));
  EXPECT_EQ(app.mount_points->front().read_only, true);
  EXPECT_EQ(app.volumes_from->front().source_container, "db");
  EXPECT_EQ(app.depends_on->front().condition, "HEALTHY");
  EXPECT_EQ(app.stop_timeout, 5);
  EXPECT_EQ(payload.containers->at(1).health_check_type, "docker");
  EXPECT_EQ(payload.volumes->at(0).type, "host");
  EXPECT_EQ(payload.volumes->at(0).host->source_path, "/h");
  EXPECT_EQ(payload.volumes->at(1).type, "docker");
  EXPECT_EQ(payload.volumes->at(1).docker_volume_configuration->scope, "shared");
}

TEST(Payload, SaysWhoseCredentialsGoWithRegistrySecretsAndLogs) {
  PayloadCredentials credentials;
  credentials.execution_role.emplace();
  const auto payload = payload_of(
      definition_of(
          R"([{"name":"app","image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1",)"
          R"("secrets":[{"name":"A","valueFrom":"/a"},{"name":"B","valueFrom":)"
          R"("arn:aws:secretsmanager:eu-central-1:1:secret:b"}],"logConfiguration":)"
          R"({"logDriver":"awslogs","options":{"awslogs-group":"g"}}},{"name":"private",)"
          R"("image":"r.example/x","repositoryCredentials":{"credentialsParameter":"arn"}}])",
          R"(,"requiresAttributes":[{"name":"ecs.capability.execution-role-awslogs"}])"),
      task_of(), credentials);
  const auto& app = payload.containers->at(0);
  EXPECT_EQ(app.registry_authentication->type, "ecr");
  EXPECT_EQ(app.registry_authentication->ecr_auth_data->registry_id, "123456789012");
  EXPECT_EQ(app.registry_authentication->ecr_auth_data->region, "eu-west-1");
  EXPECT_EQ(app.registry_authentication->ecr_auth_data->use_execution_role, true);
  EXPECT_EQ(app.secrets->at(0).provider, "ssm");
  EXPECT_EQ(app.secrets->at(0).region, "us-west-2");
  EXPECT_EQ(app.secrets->at(1).provider, "asm");
  EXPECT_EQ(app.secrets->at(1).region, "eu-central-1");
  EXPECT_EQ(app.logs_auth_strategy, "ExecutionRole");
  EXPECT_EQ(payload.containers->at(1).registry_authentication->type, "asm");
}

TEST(Payload, NeedsADefinitionAndATaskThatBelongTogether) {
  const auto containers = R"([{"name":"app","image":"i"}])";
  EXPECT_FALSE(make_payload_task({}, task_of(), {}));
  EXPECT_FALSE(make_payload_task(definition_of(containers), {}, {}));
  const auto other =
      make_payload_task(definition_of(containers),
                        task_of(R"(,"overrides":{"containerOverrides":[{"name":"db"}]})"), {});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "InvalidParameterException");
  EXPECT_EQ(other.error().message,
            "Override for container named db is not a container in the TaskDefinition.");
}

TEST(Arns, AreTakenApart) {
  EXPECT_EQ(task_id_of_arn(kTask), "0123456789abcdef");
  EXPECT_EQ(task_id_of_arn("arn:aws:ecs:us-west-2:123456789012:task/abc"), "abc");
  EXPECT_EQ(account_of_arn(kTask), "123456789012");
  EXPECT_EQ(region_of_arn(kTask), "us-west-2");
  EXPECT_EQ(region_of_arn("nonsense"), "");
  EXPECT_EQ(account_of_arn("a:b"), "");
}

}  // namespace
}  // namespace berth::acs
