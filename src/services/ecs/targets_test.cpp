// What callers of ECS must be allowed: resources and condition keys, as policies name them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/targets.h"
#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;

class TargetsTest : public EcsTest {
 protected:
  /// The targets that `of` names for the request.
  template <class Input>
  Targets targets(Result<Targets> (*of)(Context&, const Input&), const std::string& json) {
    Targets found;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(const Input input, aws::decode_json<Input>(json));
      BERTH_ASSIGN(found, of(context, input));
      return {};
    })) << json;
    return found;
  }
  static std::string resource(const std::string& name) {
    return "arn:aws:ecs:us-west-2:123456789012:" + name;
  }
  static std::string key(const Target& target, const std::string& name) {
    const auto* value = target.context.find(name);
    return value == nullptr ? "absent" : testing::PrintToString(value->values);
  }
};

TEST_F(TargetsTest, OfRunTaskAreTheRevisionAndTheTags) {
  ASSERT_TRUE(
      ask(register_task_definition,
          R"({"family":"web","containerDefinitions":[{"name":"a","image":"i"}],"cpu":"256",)"
          R"("memory":"512","tags":[{"key":"team","value":"x"}]})"));
  const auto found =
      targets(on_run, R"({"taskDefinition":"web","tags":[{"key":"stage","value":"prod"}]})");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].action, "");
  EXPECT_EQ(found[0].resource, resource("task-definition/web:1"));
  EXPECT_EQ(key(found[0], "ecs:cluster"), "{ \"" + resource("cluster/default") + "\" }");
  EXPECT_EQ(key(found[0], "aws:ResourceTag/team"), "{ \"x\" }");
  EXPECT_EQ(key(found[0], "ecs:ResourceTag/team"), "{ \"x\" }");
  EXPECT_EQ(key(found[0], "aws:RequestTag/stage"), "{ \"prod\" }");
  EXPECT_EQ(key(found[0], "aws:TagKeys"), "{ \"stage\" }");
  EXPECT_EQ(key(found[0], "ecs:task-cpu"), "{ \"256\" }");
  EXPECT_EQ(key(found[0], "ecs:enable-execute-command"), "{ \"false\" }");
  EXPECT_EQ(found[1].action, "ecs:TagResource");
  EXPECT_EQ(found[1].resource, resource("task/default/*"));
  EXPECT_EQ(key(found[1], "ecs:CreateAction"), "{ \"RunTask\" }");
  // An override counts, and a definition that is not there is asked for as it was named.
  EXPECT_EQ(key(targets(on_run, R"({"taskDefinition":"web","overrides":{"cpu":".5 vCPU"}})")[0],
                "ecs:task-cpu"),
            "{ \"512\" }");
  EXPECT_EQ(targets(on_run, R"({"taskDefinition":"none:3"})")[0].resource,
            resource("task-definition/none:3"));
}

TEST_F(TargetsTest, OfStartTaskNameTheInstances) {
  const std::string id(32, 'a');
  const auto found =
      targets(on_start, R"({"taskDefinition":"web","containerInstances":[")" + id + R"("]})");
  EXPECT_EQ(key(found[0], "ecs:container-instances"),
            "{ \"" + resource("container-instance/default/" + id) + "\" }");
}

TEST_F(TargetsTest, OfTasksAreOneEach) {
  const std::string a(32, 'a');
  const std::string b(32, 'b');
  const auto found =
      targets(on_tasks<aws::ecs::DescribeTasksRequest>,
              R"({"tasks":[")" + a + R"(",")" + resource("task/default/" + b) + R"("]})");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].resource, resource("task/default/" + a));
  EXPECT_EQ(found[1].resource, resource("task/default/" + b));
  EXPECT_EQ(key(found[1], "ecs:cluster"), "{ \"" + resource("cluster/default") + "\" }");
  EXPECT_EQ(targets(on_tasks<aws::ecs::StopTaskRequest>, R"({"task":")" + a + R"("})")[0].resource,
            resource("task/default/" + a));
}

TEST_F(TargetsTest, OfListTasksAreAllInstancesOfTheCluster) {
  const auto found = targets(on_task_listing, R"({"cluster":"prod"})");
  EXPECT_EQ(found[0].resource, resource("container-instance/prod/*"));
  EXPECT_EQ(key(found[0], "ecs:cluster"), "{ \"" + resource("cluster/prod") + "\" }");
  const std::string id(32, 'c');
  EXPECT_EQ(targets(on_task_listing, R"({"containerInstance":")" + id + R"("})")[0].resource,
            resource("container-instance/default/" + id));
}

TEST_F(TargetsTest, OfRegistrationsTellPrivilegesAndTags) {
  const auto found =
      targets(on_new_task_definition,
              R"({"family":"web","requiresCompatibilities":["EC2"],"containerDefinitions":)"
              R"([{"name":"a"},{"name":"b","privileged":true}],"tags":[{"key":"t","value":"1"}]})");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].resource, resource("task-definition/web:*"));
  EXPECT_EQ(key(found[0], "ecs:privileged"), "{ \"true\" }");
  EXPECT_EQ(key(found[0], "ecs:compute-compatibility"), "{ \"EC2\" }");
  EXPECT_EQ(found[1].action, "ecs:TagResource");
}

TEST_F(TargetsTest, OfClustersCarryTheirTags) {
  ASSERT_TRUE(ask(create_cluster, R"({"clusterName":"prod","tags":[{"key":"env","value":"p"}]})"));
  const auto found = targets(on_clusters, R"({"clusters":["prod","none"]})");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].resource, resource("cluster/prod"));
  EXPECT_EQ(key(found[0], "aws:ResourceTag/env"), "{ \"p\" }");
  EXPECT_EQ(key(found[1], "aws:ResourceTag/env"), "absent");
  EXPECT_EQ(targets(on_clusters, "{}")[0].resource, resource("cluster/default"));
  EXPECT_EQ(targets(on_new_cluster, R"({"clusterName":"new","tags":[{"key":"a","value":"b"}]})")[1]
                .action,
            "ecs:TagResource");
}

}  // namespace
}  // namespace berth::services::ecs
