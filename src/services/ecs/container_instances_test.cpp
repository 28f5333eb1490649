// Container instances: what an agent registers, comes back to, and how callers see and change it.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ContainerInstancesTest : public EcsTest {
 protected:
  Result<aws::ecs::RegisterContainerInstanceResponse> join(const std::string& json) {
    return ask(register_container_instance, json);
  }
  std::vector<std::string> listed(const std::string& json = "{}") {
    const auto found = ask(list_container_instances, json);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found->container_instance_arns : std::vector<std::string>();
  }
  /// "name=value", by name.
  std::vector<std::string> attributes(const std::string& json) {
    const auto found = ask(list_attributes, json);
    EXPECT_TRUE(found) << found.error().message;
    std::vector<std::string> texts;
    for (const auto& each : *found->attributes) {
      texts.push_back(*each.name + "=" + each.value.value_or(""));
    }
    return texts;
  }
};

TEST_F(ContainerInstancesTest, AreAnsweredWithEveryAttributeThatWasSent) {
  const std::string attributes =
      R"([{"name":"ecs.os-type","value":"linux"},{"name":"ecs.capability.external"},)"
      R"({"name":"rack","value":""},{"name":"com.amazonaws.ecs.capability.task-iam-role"}])";
  const auto made =
      join(R"({"cluster":"default","attributes":)" + attributes +
           R"(,"versionInfo":{"agentVersion":"1.83.0","agentHash":"a","dockerVersion":"20"},)"
           R"("totalResources":[{"name":"CPU","type":"INTEGER","integerValue":2048},)"
           R"({"name":"MEMORY","type":"INTEGER","integerValue":3000},{"name":"PORTS","type":)"
           R"("STRINGSET","stringSetValue":["22","2375"]}],"tags":[{"key":"t","value":"1"}]})");
  ASSERT_TRUE(made) << made.error().message;
  const auto& shown = *made->container_instance;
  EXPECT_THAT(*shown.container_instance_arn,
              testing::MatchesRegex(
                  "arn:aws:ecs:us-west-2:123456789012:container-instance/default/[0-9a-f]{32}"));
  const auto sent =
      aws::decode_json<aws::ecs::ListAttributesResponse>(R"({"attributes":)" + attributes + "}");
  for (const auto& each : *sent->attributes) EXPECT_THAT(*shown.attributes, Contains(each));
  EXPECT_EQ(shown.status, "ACTIVE");
  EXPECT_EQ(shown.agent_connected, false);
  EXPECT_EQ(shown.version_info->agent_version, "1.83.0");
  EXPECT_EQ(amount(shown.registered_resources, "CPU"), 2048);
  EXPECT_EQ(amount(shown.remaining_resources, "MEMORY"), 3000);
  EXPECT_EQ(shown.tags->front().value, "1");
  EXPECT_EQ(shown.registered_at, clock_.now());
}

TEST_F(ContainerInstancesTest, ComeBackUnderTheirArnAndKeepWhatCallersGaveThem) {
  const std::string arn =
      add_instance(R"([{"name":"ecs.capability.old"},{"name":"rack","value":"7"}])");
  ASSERT_TRUE(ask(put_attributes, R"({"attributes":[{"name":"stack","value":"prod","targetId":")" +
                                      arn + R"("}]})"));
  define("web");
  run_one("web");
  const auto back = join(R"({"containerInstanceArn":")" + arn +
                         R"(","attributes":[{"name":"ecs.capability.new"}],"totalResources":)"
                         R"([{"name":"CPU","type":"INTEGER","integerValue":512}]})");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->container_instance->container_instance_arn, arn);
  std::vector<std::string> names;
  for (const auto& each : *back->container_instance->attributes) names.push_back(*each.name);
  EXPECT_THAT(names, UnorderedElementsAre("ecs.capability.new", "rack", "stack"));
  EXPECT_EQ(amount(back->container_instance->registered_resources, "CPU"), 512);
  EXPECT_EQ(back->container_instance->pending_tasks_count, 1);
  EXPECT_THAT(listed(), ElementsAre(arn));
}

TEST_F(ContainerInstancesTest, ThatTheStoreForgotAreMadeAgainUnderTheirArn) {
  const std::string arn =
      "arn:aws:ecs:us-west-2:123456789012:container-instance/default/"
      "0123456789abcdef0123456789abcdef";
  const auto made = join(R"({"containerInstanceArn":")" + arn + R"("})");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->container_instance->container_instance_arn, arn);
}

TEST_F(ContainerInstancesTest, AreTheirRegistrantsAlone) {
  make_role("agent");
  make_role("other");
  const auto as_role = [this](const std::string& name) {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto role = store::find_role(context.tx, name);
      caller_.principal = role_session_principal(account_, *role, "i-1");
      return {};
    }));
  };
  as_role("agent");
  const std::string arn = add_instance();
  define("web");
  const std::string task = run_one("web");
  as_role("other");
  EXPECT_EQ(join(R"({"containerInstanceArn":")" + arn + R"("})").error().code,
            "AccessDeniedException");
  EXPECT_EQ(ask(submit_task_state_change, R"({"task":")" + task + R"(","status":"RUNNING"})")
                .error()
                .code,
            "AccessDeniedException");
  EXPECT_EQ(described(task).last_status, "PENDING");
  // Once its registrant is gone, another takes it over.
  caller_.principal = root_principal(account_);
  aws::iam::DeleteRoleRequest request;
  request.role_name = "agent";
  ASSERT_TRUE(call(iam::delete_role, request));
  as_role("other");
  ASSERT_TRUE(join(R"({"containerInstanceArn":")" + arn + R"("})"));
  EXPECT_TRUE(ask(submit_task_state_change, R"({"task":")" + task + R"(","status":"RUNNING"})"));
  EXPECT_EQ(described(task).last_status, "RUNNING");
}

TEST_F(ContainerInstancesTest, NeedACluster) {
  // The code that the agent makes the cluster `default` on.
  EXPECT_EQ(fault_of(join(R"({"cluster":"none"})")), "ClientException: Cluster not found.");
}

TEST_F(ContainerInstancesTest, AreDescribedOrMissing) {
  const std::string arn = add_instance();
  const std::string id = arn.substr(arn.rfind('/') + 1);
  const std::string none(32, '0');
  const auto found = ask(describe_container_instances,
                         R"({"containerInstances":[")" + id + R"(",")" + none + R"("]})");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->container_instances->front().container_instance_arn, arn);
  EXPECT_EQ(found->failures->front().reason, "MISSING");
  EXPECT_EQ(found->failures->front().arn,
            "arn:aws:ecs:us-west-2:123456789012:container-instance/default/" + none);
  EXPECT_EQ(ask(describe_container_instances, R"({"containerInstances":["x"]})").error().code,
            "InvalidParameterException");
  EXPECT_EQ(fault_of(ask(describe_container_instances, "{}")),
            "InvalidParameterException: Container instances cannot be empty.");
}

TEST_F(ContainerInstancesTest, DrainAndTakeNoMoreTasks) {
  const std::string arn = add_instance();
  define("web");
  const auto drained =
      ask(update_container_instances_state, R"({"status":"DRAINING","containerInstances":[")" +
                                                arn + R"(",")" + std::string(32, '0') + R"("]})");
  ASSERT_TRUE(drained) << drained.error().message;
  EXPECT_EQ(drained->container_instances->front().status, "DRAINING");
  EXPECT_EQ(drained->failures->front().reason, "MISSING");
  EXPECT_THAT(listed(), ElementsAre(arn));
  EXPECT_THAT(listed(R"({"status":"DRAINING"})"), ElementsAre(arn));
  EXPECT_THAT(listed(R"({"status":"ACTIVE"})"), IsEmpty());
  EXPECT_EQ(fault_of(ask(run_task, R"({"taskDefinition":"web"})")),
            "InvalidParameterException: No Container Instances were found in your cluster.");
  // Its agent's restart does not end the draining; the caller does.
  EXPECT_EQ(join(R"({"containerInstanceArn":")" + arn + R"("})")->container_instance->status,
            "DRAINING");
  ASSERT_TRUE(ask(update_container_instances_state,
                  R"({"status":"ACTIVE","containerInstances":[")" + arn + R"("]})"));
  EXPECT_TRUE(ask(run_task, R"({"taskDefinition":"web"})")->failures->empty());
}

TEST_F(ContainerInstancesTest, LeaveWhenNothingRunsOrByForce) {
  const std::string arn = add_instance();
  define("web");
  const std::string task = run_one("web");
  effects_ = {};
  const std::string named = R"({"containerInstance":")" + arn + "\"";
  EXPECT_EQ(fault_of(ask(deregister_container_instance, named + "}")),
            "InvalidParameterException: Found running tasks on the instance.");
  const auto gone = ask(deregister_container_instance, named + R"(,"force":true})");
  ASSERT_TRUE(gone) << gone.error().message;
  EXPECT_EQ(gone->container_instance->status, "INACTIVE");
  EXPECT_EQ(gone->container_instance->pending_tasks_count, 0);
  EXPECT_EQ(amount(gone->container_instance->remaining_resources, "MEMORY"), 1000);
  EXPECT_THAT(effects_.instances_changed, Contains(Arn(arn)));
  EXPECT_EQ(described(task).last_status, "STOPPED");
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_EQ(fault_of(ask(deregister_container_instance, named + "}")),
            "InvalidParameterException: The referenced container instance was not found.");
}

TEST_F(ContainerInstancesTest, AreListedByAQueryAndPageByPage) {
  std::vector<std::string> racks;
  for (int i = 0; i < 7; ++i) {
    const std::string arn =
        add_instance(R"([{"name":"rack","value":")" + std::to_string(i % 2) + R"("}])");
    if (i % 2 == 1) racks.push_back(arn);
  }
  EXPECT_THAT(listed(R"({"filter":"attribute:rack == 1"})"),
              testing::UnorderedElementsAreArray(racks));
  std::vector<std::string> paged;
  std::string token;
  for (int page = 0; page < 2; ++page) {
    const auto found = ask(list_container_instances,
                           R"({"maxResults":2,"filter":"attribute:rack == 1")" +
                               (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
    ASSERT_TRUE(found) << found.error().message;
    paged.insert(paged.end(), found->container_instance_arns->begin(),
                 found->container_instance_arns->end());
    token = found->next_token.value_or("");
    EXPECT_EQ(token.empty(), page == 1);
  }
  EXPECT_THAT(paged, testing::UnorderedElementsAreArray(racks));
}

TEST_F(ContainerInstancesTest, AttributesArePutListedAndDeleted) {
  const std::string a = add_instance(R"([{"name":"x","value":"1"},{"name":"y"}])");
  add_instance(R"([{"name":"x","value":"2"},{"name":"z"}])");
  EXPECT_THAT(attributes(R"({"targetType":"container-instance"})"),
              UnorderedElementsAre("x=1", "x=2", "y=", "z="));
  EXPECT_THAT(attributes(R"({"targetType":"container-instance","attributeName":"x"})"),
              UnorderedElementsAre("x=1", "x=2"));
  EXPECT_THAT(
      attributes(R"({"targetType":"container-instance","attributeName":"x","attributeValue":"2"})"),
      ElementsAre("x=2"));
  const auto put = ask(put_attributes, R"({"attributes":[{"name":"x","value":"9","targetId":")" +
                                           a + R"("},{"name":"n","targetId":")" + a + R"("}]})");
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->attributes->front().target_id, a);
  ASSERT_TRUE(ask(delete_attributes, R"({"attributes":[{"name":"y","targetId":")" + a + R"("}]})"));
  EXPECT_THAT(attributes(R"({"targetType":"container-instance"})"),
              UnorderedElementsAre("n=", "x=9", "x=2", "z="));
  EXPECT_EQ(ask(put_attributes,
                R"({"attributes":[{"name":"x","targetId":")" + std::string(32, '0') + R"("}]})")
                .error()
                .code,
            "TargetNotFoundException");
}

TEST_F(ContainerInstancesTest, AttributesComeInPagesThatMayEndWithinAnInstance) {
  for (int i = 0; i < 3; ++i) {
    add_instance(R"([{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"},{"name":"e"}])");
  }
  std::vector<std::string> all;
  std::string token;
  int pages = 0;
  do {
    const auto page =
        ask(list_attributes, R"({"targetType":"container-instance","maxResults":4)" +
                                 (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_LE(page->attributes->size(), 4u);
    for (const auto& each : *page->attributes) all.push_back(*each.target_id + *each.name);
    token = page->next_token.value_or("");
  } while (!token.empty() && ++pages < 9);
  EXPECT_EQ(all.size(), 15u);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 15u);
}

TEST_F(ContainerInstancesTest, AreToldWhereTheirChannelIs) {
  const auto found = ask(discover_poll_endpoint, R"({"cluster":"default"})");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->endpoint, "http://127.0.0.1:4566/");
  EXPECT_EQ(found->telemetry_endpoint, "http://127.0.0.1:4566/");
  // Where it came to, not where the server thinks that it is.
  caller_.host = "berth.example:8443";
  caller_.secure_transport = true;
  EXPECT_EQ(ask(discover_poll_endpoint, "{}")->endpoint, "https://berth.example:8443/");
}

}  // namespace
}  // namespace berth::services::ecs
