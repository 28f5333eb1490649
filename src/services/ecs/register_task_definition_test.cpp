// RegisterTaskDefinition: the known-good one as it stands, what AWS fills in, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RegisterTaskDefinitionTest : public EcsTest {
 protected:
  Result<aws::ecs::RegisterTaskDefinitionResponse> put(const std::string& json) {
    return ask(register_task_definition, json);
  }
  /// With one container that has the members `members`.
  Result<aws::ecs::RegisterTaskDefinitionResponse> put_container(const std::string& members,
                                                                 const std::string& task = "") {
    return put(R"({"family":"f","containerDefinitions":[{)" + members + "}]" + task + "}");
  }
};

std::vector<std::string> names_of(const std::optional<std::vector<aws::ecs::Attribute>>& list) {
  std::vector<std::string> names;
  for (const auto& attribute : *list) names.push_back(*attribute.name);
  return names;
}

TEST_F(RegisterTaskDefinitionTest, TakesTheKnownGoodOneWithItsNulls) {
  make_role("ECS-task-full-access");
  const std::string text = document("known-good-task-definition.json");
  ASSERT_THAT(text, HasSubstr("\"networkMode\": null"));
  const auto made = put(text);
  ASSERT_TRUE(made) << made.error().message;
  const auto& shown = *made->task_definition;
  EXPECT_EQ(shown.task_definition_arn,
            "arn:aws:ecs:us-west-2:123456789012:task-definition/iam-role-test:1");
  EXPECT_EQ(shown.revision, 1);
  EXPECT_EQ(shown.status, "ACTIVE");
  EXPECT_EQ(shown.task_role_arn, "arn:aws:iam::123456789012:role/ECS-task-full-access");
  EXPECT_FALSE(shown.network_mode);
  EXPECT_FALSE(shown.cpu);
  EXPECT_FALSE(shown.memory);
  EXPECT_FALSE(shown.execution_role_arn);
  EXPECT_THAT(names_of(shown.requires_attributes),
              ElementsAre("com.amazonaws.ecs.capability.docker-remote-api.1.19",
                          "com.amazonaws.ecs.capability.logging-driver.awslogs",
                          "com.amazonaws.ecs.capability.task-iam-role"));
  EXPECT_THAT(*shown.compatibilities, ElementsAre("EXTERNAL", "EC2"));
  EXPECT_THAT(*shown.requires_compatibilities, ElementsAre("EC2"));
  EXPECT_EQ(shown.registered_by, "arn:aws:iam::123456789012:root");
  EXPECT_EQ(shown.registered_at, clock_.now());
  const auto& container = shown.container_definitions->front();
  EXPECT_EQ(container.log_configuration->options->at("awslogs-stream-prefix"), "iam-role-test");
  EXPECT_EQ(container.entry_point->at(1), "-c");

  const auto described = ask(describe_task_definition, R"({"taskDefinition":"iam-role-test"})");
  ASSERT_TRUE(described);
  EXPECT_EQ(described->task_definition, made->task_definition);
}

TEST_F(RegisterTaskDefinitionTest, FillsInWhatAwsFillsIn) {
  const auto made =
      put_container(R"("name":"app","image":"busybox","memory":4,"portMappings":)"
                    R"([{"containerPort":80},{"containerPort":53,"protocol":"udp","hostPort":53}])",
                    R"(,"volumes":[{"name":"data"}])");
  ASSERT_TRUE(made) << made.error().message;
  const auto& container = made->task_definition->container_definitions->front();
  EXPECT_EQ(container.cpu, 0);
  EXPECT_EQ(container.essential, true);
  EXPECT_TRUE(container.environment && container.environment->empty());
  EXPECT_TRUE(container.mount_points && container.mount_points->empty());
  EXPECT_TRUE(container.volumes_from && container.volumes_from->empty());
  const auto& ports = *container.port_mappings;
  EXPECT_EQ(ports[0].host_port, 0);
  EXPECT_EQ(ports[0].protocol, "tcp");
  EXPECT_EQ(ports[1].host_port, 53);
  EXPECT_TRUE(made->task_definition->volumes->front().host.has_value());
  EXPECT_TRUE(made->task_definition->placement_constraints->empty());
}

TEST_F(RegisterTaskDefinitionTest, GivesHostNetworksThePortsOfTheContainer) {
  const auto made =
      put_container(R"("name":"app","image":"i","memory":4,"portMappings":[{"containerPort":80}])",
                    R"(,"networkMode":"host")");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->task_definition->container_definitions->front().port_mappings->front().host_port,
            80);
}

TEST_F(RegisterTaskDefinitionTest, CountsRevisionsOfEachFamily) {
  define("a");
  define("a");
  define("b");
  EXPECT_EQ(*ask(describe_task_definition, R"({"taskDefinition":"a"})")->task_definition->revision,
            2);
  EXPECT_EQ(*ask(describe_task_definition, R"({"taskDefinition":"b"})")->task_definition->revision,
            1);
  // One that is refused takes no number.
  EXPECT_FALSE(put(R"({"family":"a","taskRoleArn":"none","containerDefinitions":)"
                   R"([{"name":"x","image":"i","memory":4}]})"));
  define("a");
  EXPECT_EQ(*ask(describe_task_definition, R"({"taskDefinition":"a"})")->task_definition->revision,
            3);
  // Another region counts for itself.
  region_ = Region("eu-west-1");
  define("a");
  EXPECT_EQ(ask(describe_task_definition, R"({"taskDefinition":"a"})")
                ->task_definition->task_definition_arn,
            "arn:aws:ecs:eu-west-1:123456789012:task-definition/a:1");
}

TEST_F(RegisterTaskDefinitionTest, NamesRolesByNamePathOrArn) {
  make_role("plain");
  make_role("deep", "/team/");
  const auto with_role = [this](const std::string& role) {
    return put_container(R"("name":"app","image":"i","memory":4)",
                         R"(,"taskRoleArn":")" + role + "\"");
  };
  EXPECT_EQ(with_role("plain")->task_definition->task_role_arn,
            "arn:aws:iam::123456789012:role/plain");
  EXPECT_EQ(with_role("team/deep")->task_definition->task_role_arn,
            "arn:aws:iam::123456789012:role/team/deep");
  EXPECT_EQ(with_role("arn:aws:iam::123456789012:role/team/deep")->task_definition->task_role_arn,
            "arn:aws:iam::123456789012:role/team/deep");
  for (const char* role : {"none", "deep", "arn:aws:iam::123456789012:role/deep",
                           "arn:aws:iam::999999999999:role/plain", "arn:aws:s3:::plain"}) {
    EXPECT_EQ(fault_of(with_role(role)), "ClientException: Role is not valid") << role;
  }
  // Skeletons of the CLI leave an empty text where there is no role.
  const auto none = with_role("");
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_FALSE(none->task_definition->task_role_arn);
  EXPECT_TRUE(none->task_definition->requires_attributes->empty());
}

TEST_F(RegisterTaskDefinitionTest, AsksForPassRoleOnEachRole) {
  make_role("task");
  make_role("execution");
  const std::string roles = R"(,"taskRoleArn":"task","executionRoleArn":"execution")";
  ASSERT_TRUE(put_container(R"("name":"app","image":"i","memory":4)", roles));
  using Question = NotingAuthorizer::Question;
  EXPECT_THAT(authorizer_.questions,
              ElementsAre(Question{"iam:PassRole", kRole},
                          Question{"iam:PassRole", "arn:aws:iam::123456789012:role/execution"}));
  authorizer_.refused_action = "iam:PassRole";
  EXPECT_EQ(fault_of(put_container(R"("name":"app","image":"i","memory":4)", roles)),
            "AccessDeniedException: refused by the test");
}

TEST_F(RegisterTaskDefinitionTest, TurnsSizesIntoPlainNumbers) {
  const auto made =
      put_container(R"("name":"app","image":"i")", R"(,"cpu":".5 vCPU","memory":"1 GB")");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->task_definition->cpu, "512");
  EXPECT_EQ(made->task_definition->memory, "1024");
  EXPECT_THAT(
      fault_of(put_container(R"("name":"app","image":"i")", R"(,"cpu":"much","memory":"8")")),
      HasSubstr("ClientException: Invalid 'cpu' setting for task."));
  EXPECT_THAT(fault_of(put_container(R"("name":"app","image":"i")", R"(,"memory":"8 TB")")),
              HasSubstr("ClientException: Invalid 'memory' setting for task."));
}

TEST_F(RegisterTaskDefinitionTest, KeepsTagsBesideTheDefinition) {
  const auto made =
      put(R"({"family":"f","containerDefinitions":[{"name":"x","image":"i","memory":4}],)"
          R"("tags":[{"key":"team","value":"a"}]})");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->tags->front().value, "a");
  EXPECT_TRUE(ask(describe_task_definition, R"({"taskDefinition":"f"})")->tags->empty());
  const auto shown = ask(describe_task_definition, R"({"taskDefinition":"f","include":["TAGS"]})");
  ASSERT_EQ(shown->tags->size(), 1u);
  EXPECT_EQ(shown->tags->front().key, "team");
}

struct Refused {
  const char* what;
  const char* json;
  const char* fault;
};
std::ostream& operator<<(std::ostream& out, const Refused& each) {
  return out << each.what;
}

class RefusedDefinition : public RegisterTaskDefinitionTest,
                          public testing::WithParamInterface<Refused> {};

TEST_P(RefusedDefinition, InTheWordsOfAws) {
  EXPECT_EQ(fault_of(put(GetParam().json)), GetParam().fault);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedDefinition,
    testing::Values(
        Refused{"no family", R"({"containerDefinitions":[{"name":"a","image":"i","memory":4}]})",
                "ClientException: Family should not be null or empty."},
        Refused{"odd family",
                R"({"family":"a b","containerDefinitions":[{"name":"a","image":"i","memory":4}]})",
                "ClientException: Family contains invalid characters."},
        Refused{"no containers", R"({"family":"f","containerDefinitions":[]})",
                "ClientException: Container list cannot be empty."},
        Refused{"no name", R"({"family":"f","containerDefinitions":[{"image":"i","memory":4}]})",
                "ClientException: Container.name should not be null or empty."},
        Refused{"no image", R"({"family":"f","containerDefinitions":[{"name":"a","memory":4}]})",
                "ClientException: Container.image should not be null or empty."},
        Refused{"no memory", R"({"family":"f","containerDefinitions":[{"name":"a","image":"i"}]})",
                "ClientException: Invalid setting for container 'a'. At least one of 'memory' or "
                "'memoryReservation' must be specified."},
        Refused{"secrets without a role",
                R"({"family":"f","containerDefinitions":[{"name":"a","image":"i","memory":4,)"
                R"("secrets":[{"name":"X","valueFrom":"/x"}]}]})",
                "ClientException: When you are specifying container secrets, you must also specify "
                "a value for 'executionRoleArn'."},
        Refused{"launch type",
                R"({"family":"f","requiresCompatibilities":["LAMBDA"],"containerDefinitions":)"
                R"([{"name":"a","image":"i","memory":4}]})",
                "ClientException: launch type should be one of [EC2,FARGATE,EXTERNAL]"},
        Refused{"Fargate's network",
                R"({"family":"f","requiresCompatibilities":["FARGATE"],"containerDefinitions":)"
                R"([{"name":"a","image":"i","memory":4}]})",
                "ClientException: Fargate only supports network mode 'awsvpc'."},
        Refused{"Fargate's cpu",
                R"({"family":"f","requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc",)"
                R"("containerDefinitions":[{"name":"a","image":"i","memory":4}]})",
                "ClientException: Fargate requires that 'cpu' be defined at the task level."},
        Refused{"Fargate's memory",
                R"({"family":"f","requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc",)"
                R"("cpu":"256","containerDefinitions":[{"name":"a","image":"i","memory":4}]})",
                "ClientException: Fargate requires that 'memory' be defined at the task level."},
        Refused{
            "host ports",
            R"({"family":"f","networkMode":"host","containerDefinitions":[{"name":"a",)"
            R"("image":"i","memory":4,"portMappings":[{"containerPort":80,"hostPort":81}]}]})",
            "ClientException: When networkMode=host, the host ports and container ports in port "
            "mappings must match."},
        Refused{"links",
                R"({"family":"f","networkMode":"awsvpc","containerDefinitions":[{"name":"a",)"
                R"("image":"i","memory":4,"links":["b"]}]})",
                "ClientException: Links are not supported when networkMode=awsvpc."},
        Refused{"constraint that cannot be read",
                R"({"family":"f","placementConstraints":[{"type":"memberOf","expression":"x =="}],)"
                R"("containerDefinitions":[{"name":"a","image":"i","memory":4}]})",
                "InvalidParameterException: Invalid cluster query near 'x'."},
        Refused{"nothing essential",
                R"({"family":"f","containerDefinitions":[{"name":"a","image":"i","memory":4,)"
                R"("essential":false}]})",
                "ClientException: At least one essential container is required."}));

}  // namespace
}  // namespace berth::services::ecs
