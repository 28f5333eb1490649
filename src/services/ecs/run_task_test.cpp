// RunTask: checks in AWS's words, and what a placed task looks like to callers, agents and
// instances.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Question = NotingAuthorizer::Question;

class RunTaskTest : public EcsTest {
 protected:
  Result<aws::ecs::RunTaskResponse> run(const std::string& json) { return ask(run_task, json); }

  store::TaskRecord record(const std::string& arn) {
    std::optional<store::TaskRecord> found;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      found = store::find_task_by_arn(context.tx, arn);
      return {};
    }));
    EXPECT_TRUE(found) << arn;
    return found.value_or(store::TaskRecord());
  }
  /// Reason and detail of the failures, with which RunTask answers where nothing fits.
  std::vector<std::string> failures(const std::string& json) {
    const auto ran = run(json);
    EXPECT_TRUE(ran) << ran.error().message;
    std::vector<std::string> reasons;
    if (!ran) return reasons;
    EXPECT_THAT(*ran->tasks, IsEmpty());
    for (const auto& each : *ran->failures) {
      reasons.push_back(*each.reason + (each.detail ? " " + *each.detail : ""));
    }
    return reasons;
  }
};

TEST_F(RunTaskTest, PutsAPendingTaskOnAnInstance) {
  make_role("task");
  const std::string instance =
      add_instance(R"([{"name":"com.amazonaws.ecs.capability.task-iam-role"},)"
                   R"({"name":"ecs.cpu-architecture","value":"x86_64"},)"
                   R"({"name":"ecs.availability-zone","value":"us-west-2b"}])");
  define("web", R"(,"cpu":10)", R"(,"taskRoleArn":"task")");
  authorizer_.questions.clear();
  const auto ran = run(R"({"taskDefinition":"web","startedBy":"me"})");
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_THAT(*ran->failures, IsEmpty());
  ASSERT_EQ(ran->tasks->size(), 1u);
  const auto& task = ran->tasks->front();
  EXPECT_THAT(*task.task_arn, testing::MatchesRegex(
                                  "arn:aws:ecs:us-west-2:123456789012:task/default/[0-9a-f]{32}"));
  EXPECT_EQ(task.cluster_arn, "arn:aws:ecs:us-west-2:123456789012:cluster/default");
  EXPECT_EQ(task.container_instance_arn, instance);
  EXPECT_EQ(task.task_definition_arn, "arn:aws:ecs:us-west-2:123456789012:task-definition/web:1");
  EXPECT_EQ(task.last_status, "PENDING");
  EXPECT_EQ(task.desired_status, "RUNNING");
  EXPECT_EQ(task.launch_type, "EC2");
  EXPECT_EQ(task.group, "family:web");
  EXPECT_EQ(task.started_by, "me");
  EXPECT_EQ(task.cpu, "10");
  EXPECT_EQ(task.memory, "100");
  EXPECT_EQ(task.version, 1);
  EXPECT_EQ(task.created_at, clock_.now());
  EXPECT_FALSE(task.started_at);
  EXPECT_EQ(task.availability_zone, "us-west-2b");
  EXPECT_EQ(task.attributes->front().value, "x86_64");
  const auto& container = task.containers->front();
  EXPECT_EQ(container.name, "app");
  EXPECT_EQ(container.last_status, "PENDING");
  EXPECT_EQ(container.task_arn, task.task_arn);
  EXPECT_EQ(container.cpu, "10");
  EXPECT_EQ(container.memory, "100");
  EXPECT_THAT(*container.container_arn,
              testing::StartsWith("arn:aws:ecs:us-west-2:123456789012:container/default/" +
                                  task.task_arn->substr(task.task_arn->rfind('/') + 1) + "/"));
  EXPECT_EQ(task.overrides->container_overrides->front().name, "app");
  EXPECT_EQ(described(*task.task_arn), task);

  EXPECT_THAT(effects_.instances_changed, ElementsAre(Arn(instance)));
  EXPECT_THAT(authorizer_.questions, ElementsAre(Question{"iam:PassRole", kRole},
                                                 Question{"ecs-tasks.amazonaws.com", kRole}));
  const auto kept = record(*task.task_arn);
  EXPECT_EQ(kept.task_role_arn, kRole);
  EXPECT_EQ(kept.credentials_id.size(), 36u);
  EXPECT_TRUE(kept.execution_credentials_id.empty());
  const auto seen = described_instance(instance);
  EXPECT_EQ(seen.pending_tasks_count, 1);
  EXPECT_EQ(amount(seen.remaining_resources, "CPU"), 1014);
  EXPECT_EQ(amount(seen.remaining_resources, "MEMORY"), 900);
  EXPECT_EQ(amount(seen.registered_resources, "MEMORY"), 1000);
}

TEST_F(RunTaskTest, NeedsThePermissionToPassTheRoleAndItsTrust) {
  make_role("task");
  add_instance(R"([{"name":"com.amazonaws.ecs.capability.task-iam-role"}])");
  define("web", "", R"(,"taskRoleArn":"task")");
  authorizer_.refused_action = "iam:PassRole";
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web"})")),
            "AccessDeniedException: refused by the test");
  authorizer_.refused_action = "ecs-tasks.amazonaws.com";
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web"})")),
            std::string("ClientException: ECS was unable to assume the role '") + kRole +
                "' that was provided for this task. Please verify that the role being passed has "
                "the proper trust relationship and permissions and that your IAM user has "
                "permissions to pass this role.");
  EXPECT_THAT(*ask(list_tasks, "{}")->task_arns, IsEmpty());
}

TEST_F(RunTaskTest, NeedsAClusterADefinitionAndAnInstance) {
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"none"})")),
            "ClientException: TaskDefinition not found.");
  define("web");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","cluster":"none"})")),
            "ClusterNotFoundException: Cluster not found.");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web"})")),
            "InvalidParameterException: No Container Instances were found in your cluster.");
}

TEST_F(RunTaskTest, SaysWhyAnInstanceTakesNoTask) {
  make_role("task");
  const std::string instance = add_instance();
  define("role", "", R"(,"taskRoleArn":"task")");
  EXPECT_THAT(failures(R"({"taskDefinition":"role"})"),
              ElementsAre("ATTRIBUTE com.amazonaws.ecs.capability.task-iam-role"));
  define("cpu", R"(,"cpu":1025)");
  EXPECT_THAT(failures(R"({"taskDefinition":"cpu"})"), ElementsAre("RESOURCE:CPU"));
  define("memory", "", R"(,"memory":"1001")");
  EXPECT_THAT(failures(R"({"taskDefinition":"memory"})"), ElementsAre("RESOURCE:MEMORY"));
  define("ports", R"(,"portMappings":[{"containerPort":80,"hostPort":22}])");
  EXPECT_THAT(failures(R"({"taskDefinition":"ports"})"), ElementsAre("RESOURCE:PORTS"));
  define("web");
  EXPECT_THAT(failures(R"({"taskDefinition":"web","launchType":"EXTERNAL"})"),
              ElementsAre("ATTRIBUTE ecs.capability.external"));
  EXPECT_THAT(failures(R"({"taskDefinition":"web","placementConstraints":)"
                       R"([{"type":"memberOf","expression":"attribute:rack == 1"}]})"),
              ElementsAre("MemberOf placement constraint unsatisfied."));
  connect(instance, false);
  EXPECT_THAT(failures(R"({"taskDefinition":"web"})"), ElementsAre("AGENT"));
  EXPECT_EQ(described_instance(instance).pending_tasks_count, 0);
}

TEST_F(RunTaskTest, PlacesAsManyAsFit) {
  const std::string instance = add_instance();
  define("big", R"(,"portMappings":[{"containerPort":80,"hostPort":0}])", R"(,"memory":"400")");
  const auto ran = run(R"({"taskDefinition":"big","count":4})");
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_EQ(ran->tasks->size(), 2u);
  ASSERT_EQ(ran->failures->size(), 1u);
  EXPECT_EQ(ran->failures->front().arn, instance);
  EXPECT_EQ(ran->failures->front().reason, "RESOURCE:MEMORY");
  EXPECT_EQ(amount(described_instance(instance).remaining_resources, "MEMORY"), 200);
  EXPECT_THAT(effects_.instances_changed, ElementsAre(Arn(instance)));
  for (const char* count : {"0", "11", "-1"}) {
    EXPECT_EQ(run(R"({"taskDefinition":"big","count":)" + std::string(count) + "}").error().code,
              "InvalidParameterException");
  }
}

TEST_F(RunTaskTest, TakesFixedPortsOnceAnInstance) {
  const std::string a = add_instance();
  const std::string b = add_instance();
  define("web", R"(,"portMappings":[{"containerPort":80,"hostPort":8080}])");
  const auto ran = run(R"({"taskDefinition":"web","count":3})");
  ASSERT_TRUE(ran) << ran.error().message;
  ASSERT_EQ(ran->tasks->size(), 2u);
  EXPECT_NE(ran->tasks->at(0).container_instance_arn, ran->tasks->at(1).container_instance_arn);
  EXPECT_EQ(ran->failures->size(), 2u);
  EXPECT_EQ(ran->failures->front().reason, "RESOURCE:PORTS");
}

TEST_F(RunTaskTest, KeepsTasksOfAGroupApartWhereAskedTo) {
  add_instance();
  add_instance();
  define("web");
  const std::string request =
      R"({"taskDefinition":"web","group":"g","count":2,"placementConstraints":)"
      R"([{"type":"distinctInstance"}]})";
  const auto first = run(request);
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->tasks->size(), 2u);
  EXPECT_EQ(first->tasks->front().group, "g");
  EXPECT_THAT(failures(request), ElementsAre("DistinctInstance placement constraint unsatisfied.",
                                             "DistinctInstance placement constraint unsatisfied."));
}

TEST_F(RunTaskTest, AnswersTheSameTokenWithTheSameTasks) {
  add_instance();
  define("web");
  const auto first = run(R"({"taskDefinition":"web","clientToken":"t1"})");
  ASSERT_TRUE(first) << first.error().message;
  const auto again = run(R"({"clientToken":"t1","taskDefinition":"web"})");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, *first);
  EXPECT_EQ(ask(list_tasks, "{}")->task_arns->size(), 1u);
  EXPECT_EQ(run(R"({"taskDefinition":"web","clientToken":"t1","count":2})").error().code,
            "ConflictException");
  clock_.advance(std::chrono::hours(25));
  ASSERT_TRUE(run(R"({"taskDefinition":"web","clientToken":"t1"})"));
  EXPECT_EQ(ask(list_tasks, "{}")->task_arns->size(), 2u);
}

TEST_F(RunTaskTest, CarriesOverrides) {
  make_role("task");
  make_role("other");
  const std::string instance =
      add_instance(R"([{"name":"com.amazonaws.ecs.capability.task-iam-role"}])");
  define("web", "", R"(,"taskRoleArn":"task")");
  authorizer_.questions.clear();
  const auto ran =
      run(R"({"taskDefinition":"web","overrides":{"taskRoleArn":"other","containerOverrides":)"
          R"([{"name":"app","command":["sleep","1"],"memory":250,"cpu":64,)"
          R"("environment":[{"name":"A","value":"1"}]}]}})");
  ASSERT_TRUE(ran) << ran.error().message;
  const auto& task = ran->tasks->front();
  EXPECT_EQ(task.overrides->task_role_arn, "arn:aws:iam::123456789012:role/other");
  EXPECT_THAT(*task.overrides->container_overrides->front().command, ElementsAre("sleep", "1"));
  EXPECT_EQ(task.memory, "250");
  EXPECT_EQ(task.cpu, "64");
  EXPECT_EQ(task.containers->front().memory, "250");
  EXPECT_EQ(amount(described_instance(instance).remaining_resources, "MEMORY"), 750);
  EXPECT_EQ(record(*task.task_arn).task_role_arn, "arn:aws:iam::123456789012:role/other");
  EXPECT_THAT(
      authorizer_.questions,
      ElementsAre(Question{"iam:PassRole", "arn:aws:iam::123456789012:role/other"},
                  Question{"ecs-tasks.amazonaws.com", "arn:aws:iam::123456789012:role/other"}));
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","overrides":{"containerOverrides":)"
                         R"([{"name":"db"}]}})")),
            "InvalidParameterException: Override for container named db is not a container in the "
            "TaskDefinition.");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","overrides":{"taskRoleArn":"none"}})")),
            "ClientException: Role is not valid");
  // An empty text overrides nothing.
  EXPECT_EQ(record(*run(R"({"taskDefinition":"web","overrides":{"taskRoleArn":""}})")
                        ->tasks->front()
                        .task_arn)
                .task_role_arn,
            kRole);
}

TEST_F(RunTaskTest, NeedsARoleOnTheInstanceAlsoWhereOnlyTheOverrideHasOne) {
  make_role("other");
  add_instance();
  define("web");
  EXPECT_THAT(failures(R"({"taskDefinition":"web","overrides":{"taskRoleArn":"other"}})"),
              ElementsAre("ATTRIBUTE com.amazonaws.ecs.capability.task-iam-role"));
}

TEST_F(RunTaskTest, TagsWhatItRuns) {
  add_instance();
  const auto made =
      ask(register_task_definition,
          R"({"family":"web","containerDefinitions":[{"name":"a","image":"i",)"
          R"("memory":4}],"tags":[{"key":"own","value":"d"},{"key":"both","value":"d"}]})");
  ASSERT_TRUE(made);
  const auto ran = run(
      R"({"taskDefinition":"web","propagateTags":"TASK_DEFINITION","enableECSManagedTags":true,)"
      R"("tags":[{"key":"both","value":"r"}]})");
  ASSERT_TRUE(ran) << ran.error().message;
  std::vector<std::string> tags;
  for (const auto& tag : *ran->tasks->front().tags) tags.push_back(*tag.key + "=" + *tag.value);
  EXPECT_THAT(tags, ElementsAre("both=r", "own=d", "aws:ecs:clusterName=default"));
  const std::string arn = *ran->tasks->front().task_arn;
  EXPECT_THAT(*described(arn).tags, IsEmpty());
  EXPECT_EQ(ask(describe_tasks, R"({"tasks":[")" + arn + R"("],"include":["TAGS"]})")
                ->tasks->front()
                .tags->size(),
            3u);
  EXPECT_EQ(run(R"({"taskDefinition":"web","tags":[{"key":"aws:x","value":""}]})").error().code,
            "InvalidParameterException");
}

TEST_F(RunTaskTest, RunsOnlyWhatTheLaunchTypeCanRun) {
  add_instance();
  define("web");
  define("fargate", "",
         R"(,"networkMode":"awsvpc","cpu":"256","memory":"512",)"
         R"("requiresCompatibilities":["FARGATE"])");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","launchType":"FARGATE"})")),
            "InvalidParameterException: Task definition does not support launch_type FARGATE.");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","launchType":"LAMBDA"})")),
            "ClientException: launch type should be one of [EC2,FARGATE,EXTERNAL]");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"fargate"})")),
            "InvalidParameterException: Network Configuration must be provided when networkMode "
            "'awsvpc' is specified.");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"fargate","networkConfiguration":)"
                         R"({"awsvpcConfiguration":{"subnets":["subnet-1"]}}})")),
            "InvalidParameterException: Task definition does not support launch_type EC2.");
  EXPECT_EQ(fault_of(run(R"({"taskDefinition":"web","networkConfiguration":)"
                         R"({"awsvpcConfiguration":{"subnets":["subnet-1"]}}})")),
            "InvalidParameterException: Network Configuration is not valid for the given "
            "networkMode of this task definition.");
}

class StartTaskTest : public RunTaskTest {};

TEST_F(StartTaskTest, StartsOnEachInstanceThatIsNamed) {
  const std::string a = add_instance();
  const std::string b = add_instance();
  define("web");
  const std::string none(32, '0');
  const auto started =
      ask(start_task, R"({"taskDefinition":"web","group":"g","containerInstances":[")" + a +
                          R"(",")" + b.substr(b.rfind('/') + 1) + R"(",")" + none + R"("]})");
  ASSERT_TRUE(started) << started.error().message;
  ASSERT_EQ(started->tasks->size(), 2u);
  EXPECT_EQ(started->tasks->at(0).container_instance_arn, a);
  EXPECT_EQ(started->tasks->at(1).container_instance_arn, b);
  EXPECT_EQ(started->tasks->at(0).group, "g");
  ASSERT_EQ(started->failures->size(), 1u);
  EXPECT_EQ(started->failures->front().reason, "MISSING");
  EXPECT_THAT(effects_.instances_changed, ElementsAre(Arn(a), Arn(b)));
}

TEST_F(StartTaskTest, CountsWhatItJustStarted) {
  const std::string a = add_instance();
  define("big", "", R"(,"memory":"600")");
  const auto started = ask(start_task, R"({"taskDefinition":"big","containerInstances":[")" + a +
                                           R"(",")" + a + R"("]})");
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(started->tasks->size(), 1u);
  ASSERT_EQ(started->failures->size(), 1u);
  EXPECT_EQ(started->failures->front().reason, "RESOURCE:MEMORY");
}

TEST_F(StartTaskTest, NeedsInstancesAndPermissionToPassTheRole) {
  make_role("task");
  const std::string a = add_instance(R"([{"name":"com.amazonaws.ecs.capability.task-iam-role"}])");
  define("web", "", R"(,"taskRoleArn":"task")");
  EXPECT_EQ(fault_of(ask(start_task, R"({"taskDefinition":"web","containerInstances":[]})")),
            "InvalidParameterException: Container instances cannot be empty.");
  authorizer_.refused_action = "iam:PassRole";
  EXPECT_EQ(ask(start_task, R"({"taskDefinition":"web","containerInstances":[")" + a + R"("]})")
                .error()
                .code,
            "AccessDeniedException");
}

}  // namespace
}  // namespace berth::services::ecs
