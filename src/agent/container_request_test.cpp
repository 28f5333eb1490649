// Docker's create call, put together from a payload: what a container gets in each network mode.
#include "agent/container_request.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

using aws::docker::ContainerCreateRequest;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

/// The task `web:3` with `containers` (JSON of a list) and further members of the payload.
TaskRecord task_of(const std::string& containers, const std::string& more = "") {
  const auto payload = aws::decode_json<aws::acs::Task>(
      R"({"arn":"arn:aws:ecs:us-west-2:123456789012:task/default/0123456789abcdef0123456789abcdef",)"
      R"("family":"web","version":"3","containers":)" +
      containers + more + "}");
  EXPECT_TRUE(payload) << containers;
  int number = 0;
  TaskRecord task =
      make_task_record(*payload, [&number] { return "endpoint-" + std::to_string(++number); });
  for (ContainerRecord& container : task.containers)
    container.docker_name = "docker-" + container.name;
  return task;
}
Result<ContainerCreateRequest> made(const TaskRecord& task, const Settings& settings = {}) {
  return make_create_request(task, task.containers.front(), settings);
}
/// The first container's request.
ContainerCreateRequest request_of(const TaskRecord& task, const Settings& settings = {}) {
  auto request = made(task, settings);
  EXPECT_TRUE(request) << request.error().message;
  return request.value_or(ContainerCreateRequest());
}
std::string refusal(const TaskRecord& task, const Settings& settings = {}) {
  const auto request = made(task, settings);
  return request ? "none" : request.error().code + ": " + request.error().message;
}
/// A container in the network mode.
std::string in_mode(const std::string& mode, const std::string& more = "") {
  return R"([{"name":"app","image":"i","dockerConfig":{"hostConfig":"{\"NetworkMode\":\")" + mode +
         R"(\"}"})" + more + "}]";
}

TEST(CreateRequest, IsWhatThePayloadSays) {
  Settings settings;
  settings.cluster = "prod";
  const auto request = request_of(
      task_of(
          R"([{"name":"app","image":"busybox","memory":64,"cpu":10,"command":["a","b"],)"
          R"("entryPoint":[],"environment":{"X":"1"},"dockerConfig":{"config":"{\"User\":\"7\"}",)"
          R"("hostConfig":"{\"NetworkMode\":\"bridge\",\"CapAdd\":[\"KILL\"]}"}}])"),
      settings);
  EXPECT_EQ(request.image, "busybox");
  EXPECT_THAT(*request.cmd, ElementsAre("a", "b"));
  EXPECT_FALSE(request.entrypoint);
  EXPECT_THAT(*request.env, ElementsAre("X=1"));
  EXPECT_EQ(request.user, "7");
  EXPECT_EQ(request.host_config->memory, 64 * 1024 * 1024);
  EXPECT_EQ(request.host_config->cpu_shares, 10);
  EXPECT_THAT(*request.host_config->cap_add, ElementsAre("KILL"));
  EXPECT_FALSE(request.host_config->restart_policy);
  EXPECT_EQ(network_mode_of(request), "bridge");
  const auto& labels = *request.labels;
  EXPECT_EQ(labels.at("com.amazonaws.ecs.cluster"), "prod");
  EXPECT_EQ(labels.at("com.amazonaws.ecs.container-name"), "app");
  EXPECT_EQ(labels.at("com.amazonaws.ecs.task-definition-family"), "web");
  EXPECT_EQ(labels.at("com.amazonaws.ecs.task-definition-version"), "3");
  EXPECT_EQ(labels.at("com.amazonaws.ecs.task-arn"),
            "arn:aws:ecs:us-west-2:123456789012:task/default/0123456789abcdef0123456789abcdef");
}

TEST(CreateRequest, KeepsToDockersLeastMemoryAndShares) {
  const auto request = request_of(task_of(R"([{"name":"app","image":"i","memory":4,"cpu":0}])"));
  EXPECT_EQ(request.host_config->memory, 6 * 1024 * 1024);
  EXPECT_EQ(request.host_config->cpu_shares, 2);
  EXPECT_FALSE(request_of(task_of(R"([{"name":"app","image":"i"}])")).host_config->memory);
}

TEST(CreateRequest, MountsVolumesByPathOrName) {
  const auto task = task_of(
      R"([{"name":"app","image":"i","mountPoints":[{"sourceVolume":"h","containerPath":"/h",)"
      R"("readOnly":true},{"sourceVolume":"n","containerPath":"/n"},{"sourceVolume":"s",)"
      R"("containerPath":"/s"}]}])",
      R"(,"volumes":[{"name":"h","type":"host","host":{"sourcePath":"/data"}},{"name":"n","type":)"
      R"("host","host":{}},{"name":"s","type":"docker","dockerVolumeConfiguration":{"scope":"shared"}}])");
  EXPECT_THAT(*request_of(task).host_config->binds,
              ElementsAre("/data:/h:ro", "ecs-web-3-n-0123456789abcdef0123:/n", "s:/s"));
  EXPECT_EQ(refusal(task_of(R"([{"name":"app","mountPoints":[{"sourceVolume":"x"}]}])")),
            "CannotCreateContainerError: mount point names volume x, which is not there");
  EXPECT_THAT(refusal(task_of(R"([{"name":"app","mountPoints":[{"sourceVolume":"e"}]}])",
                              R"(,"volumes":[{"name":"e","type":"efs"}])")),
              testing::HasSubstr("volumes of type efs are not served"));
}

TEST(CreateRequest, NamesNeighboursByTheirDockerNames) {
  const auto task = task_of(
      R"([{"name":"app","image":"i","links":["db:d","cache"],"volumesFrom":[{"sourceContainer":"db"},)"
      R"({"sourceContainer":"cache","readOnly":true}]},{"name":"db"},{"name":"cache"}])");
  const auto request = request_of(task);
  EXPECT_THAT(*request.host_config->links, ElementsAre("docker-db:d", "docker-cache:cache"));
  EXPECT_THAT(*request.host_config->volumes_from, ElementsAre("docker-db:rw", "docker-cache:ro"));
  EXPECT_THAT(refusal(task_of(R"([{"name":"app","links":["x"]}])")),
              testing::HasSubstr("link names container x"));
}

TEST(CreateRequest, RefusesWhatThisAgentDoesNotDo) {
  EXPECT_THAT(refusal(task_of(R"([{"name":"app"}])", R"(,"networkMode":"awsvpc")")),
              testing::HasSubstr("awsvpc is not served"));
  EXPECT_THAT(refusal(task_of(R"([{"name":"app"}])", R"(,"pidMode":"task")")),
              testing::HasSubstr("namespaces shared within a task"));
  Settings strict;
  strict.disable_privileged = true;
  const auto privileged =
      task_of(R"([{"name":"app","dockerConfig":{"hostConfig":"{\"Privileged\":true}"}}])");
  EXPECT_THAT(refusal(privileged, strict), testing::HasSubstr("ECS_DISABLE_PRIVILEGED"));
  EXPECT_EQ(refusal(privileged), "none");
  EXPECT_THAT(refusal(task_of(R"([{"name":"app","dockerConfig":{"hostConfig":"{"}}])")),
              testing::StartsWith("CannotCreateContainerError: dockerConfig.hostConfig: "));
}

TEST(CreateRequest, PublishesPortsWhereTheNetworkIsItsOwn) {
  const std::string ports =
      R"(,"portMappings":[{"containerPort":80,"hostPort":8080},{"containerPort":53,"protocol":"udp"}])";
  const auto task = task_of(in_mode("bridge", ports));
  auto request = request_of(task);
  add_network(request, task.payload.containers->front(), {});
  EXPECT_EQ(request.host_config->port_bindings->at("80/tcp").front().host_port, "8080");
  EXPECT_EQ(request.host_config->port_bindings->at("53/udp").front().host_port, "0");
  EXPECT_EQ(request.exposed_ports->count("80/tcp"), 1u);
  for (const char* mode : {"host", "none", "container:x"}) {
    const auto other = task_of(in_mode(mode, ports));
    auto without = request_of(other);
    add_network(without, other.payload.containers->front(), {});
    EXPECT_FALSE(without.host_config->port_bindings) << mode;
  }
}

TEST(CreateRequest, LeadsNamesOfAwsToBerth) {
  EndpointsMode endpoints;
  endpoints.transparent = true;
  endpoints.host_names = {"ecs.us-west-2.amazonaws.com", "sts.amazonaws.com"};
  const auto in = [&](const std::string& containers) {
    const auto task = task_of(containers);
    auto request = request_of(task);
    add_network(request, task.payload.containers->front(), endpoints);
    return *request.host_config;
  };
  EXPECT_THAT(*in(in_mode("bridge")).dns, ElementsAre("169.254.170.2"));
  EXPECT_FALSE(in(in_mode("none")).dns);
  // With resolvers of its own, or where port 53 is another's, names go into the hosts file.
  const auto own = in(R"([{"name":"app","dockerConfig":{"hostConfig":"{\"Dns\":[\"10.0.0.2\"],)"
                      R"(\"ExtraHosts\":[\"sts.amazonaws.com:10.0.0.9\"]}"}}])");
  EXPECT_THAT(*own.dns, ElementsAre("10.0.0.2"));
  EXPECT_THAT(*own.extra_hosts, ElementsAre("sts.amazonaws.com:10.0.0.9",
                                            "ecs.us-west-2.amazonaws.com:169.254.170.2"));
  endpoints.names_by_responder = false;
  const auto hosts = in(in_mode("host"));
  EXPECT_FALSE(hosts.dns);
  EXPECT_EQ(hosts.extra_hosts->size(), 2u);
  endpoints.transparent = false;
  EXPECT_FALSE(in(in_mode("bridge")).extra_hosts);
}

TEST(CreateRequest, TellsContainersWhereTheirCredentialsAre) {
  const auto with_role = task_of(in_mode("bridge"), R"(,"roleCredentials":{"credentialsId":"id"})");
  auto request = request_of(with_role);
  add_credentials(request, with_role, with_role.containers.front(), {});
  EXPECT_THAT(*request.env,
              ElementsAre("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/id",
                          "ECS_CONTAINER_METADATA_URI=http://169.254.170.2/v3/endpoint-1",
                          "ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/endpoint-1",
                          "ECS_AGENT_URI=http://169.254.170.2/api/endpoint-1"));
  const auto without = task_of(in_mode("bridge"));
  auto plain = request_of(without);
  EndpointsMode by_url;
  by_url.endpoint_url = "http://10.0.0.1:4566";
  add_credentials(plain, without, without.containers.front(), by_url);
  EXPECT_EQ(plain.env->size(), 4u);
  EXPECT_THAT(*plain.env, Contains("AWS_ENDPOINT_URL=http://10.0.0.1:4566"));
  EXPECT_THAT(*plain.env, Not(Contains(testing::HasSubstr("CREDENTIALS"))));
  // What the definition sets itself stays.
  const auto set = task_of(R"([{"name":"app","environment":{"AWS_ENDPOINT_URL":"http://other"}}])");
  auto kept = request_of(set);
  add_credentials(kept, set, set.containers.front(), by_url);
  EXPECT_THAT(*kept.env, Contains("AWS_ENDPOINT_URL=http://other"));
  EXPECT_THAT(*kept.env, Not(Contains("AWS_ENDPOINT_URL=http://10.0.0.1:4566")));
}

TEST(CreateRequest, PointsClientsAtTheBundle) {
  auto request = request_of(task_of(in_mode("bridge")));
  add_trust(request, "/var/lib/berth/b.pem");
  EXPECT_THAT(*request.host_config->binds,
              ElementsAre("/var/lib/berth/b.pem:/run/berth/ca-bundle.pem:ro"));
  EXPECT_THAT(*request.env, Contains("AWS_CA_BUNDLE=/run/berth/ca-bundle.pem"));
  EXPECT_THAT(*request.env, Contains("SSL_CERT_FILE=/run/berth/ca-bundle.pem"));
}

TEST(CreateRequest, SendsLogsToBerthWithTheInstancesCredentials) {
  const std::string container =
      R"([{"name":"app","logsAuthStrategy":"ExecutionRole","dockerConfig":{"hostConfig":)"
      R"("{\"LogConfig\":{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\",)"
      R"(\"awslogs-stream-prefix\":\"p\"}}}"}}])";
  const auto task = task_of(container, R"(,"executionRoleCredentials":{"credentialsId":"e-id"})");
  LogDelivery logs{"http://127.0.0.1:4566", "us-west-2", "i-id", false};
  const auto options = [&](const TaskRecord& of) {
    auto request = request_of(of);
    add_log_delivery(request, of, of.payload.containers->front(), logs);
    return *request.host_config->log_config->config;
  };
  const auto plain = options(task);
  EXPECT_EQ(plain.at("awslogs-endpoint"), "http://127.0.0.1:4566");
  EXPECT_EQ(plain.at("awslogs-region"), "us-west-2");
  EXPECT_EQ(plain.at("awslogs-credentials-endpoint"), "/v2/credentials/i-id");
  EXPECT_EQ(plain.at("awslogs-stream"), "p/app/0123456789abcdef0123456789abcdef");
  EXPECT_EQ(plain.count("awslogs-stream-prefix"), 0u);
  logs.execution_role_override = true;
  EXPECT_EQ(options(task).at("awslogs-credentials-endpoint"), "/v2/credentials/e-id");
  // What the definition says stays; other drivers are left alone.
  const auto own = task_of(
      R"([{"name":"app","dockerConfig":{"hostConfig":"{\"LogConfig\":{\"Type\":\"awslogs\",)"
      R"(\"Config\":{\"awslogs-region\":\"eu-west-1\"}}}"}}])");
  EXPECT_EQ(options(own).at("awslogs-region"), "eu-west-1");
  const auto json = task_of(
      R"([{"name":"app","dockerConfig":{"hostConfig":"{\"LogConfig\":{\"Type\":\"json-file\",)"
      R"(\"Config\":{}}}"}}])");
  EXPECT_TRUE(options(json).empty());
}

TEST(DockerName, LeavesOutWhatDockerDoesNotTake) {
  SeededRandom random(1);
  const auto task = task_of(R"([{"name":"app"}])");
  EXPECT_THAT(make_docker_name(task, "my app/1", random),
              testing::MatchesRegex("ecs-web-3-myapp1-[0-9a-f]{20}"));
}

}  // namespace
}  // namespace berth::agent
