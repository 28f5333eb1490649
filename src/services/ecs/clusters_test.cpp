// Clusters: made once, found by name or ARN, counted, deleted when they are empty.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kArn = "arn:aws:ecs:us-west-2:123456789012:cluster/";

class ClustersTest : public EcsTest {
 protected:
  std::vector<std::string> listed(const std::string& json = "{}") {
    return *ask(list_clusters, json)->cluster_arns;
  }
};

TEST_F(ClustersTest, AreMadeOnce) {
  const auto made =
      ask(create_cluster, R"({"clusterName":"prod","tags":[{"key":"a","value":"1"}]})");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->cluster->cluster_arn, std::string(kArn) + "prod");
  EXPECT_EQ(made->cluster->status, "ACTIVE");
  EXPECT_EQ(made->cluster->registered_container_instances_count, 0);
  EXPECT_EQ(made->cluster->tags->front().value, "1");
  const auto again = ask(create_cluster, R"({"clusterName":"prod"})");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->cluster->tags->front().value, "1");
  EXPECT_THAT(listed(), ElementsAre(std::string(kArn) + "default", std::string(kArn) + "prod"));
}

TEST_F(ClustersTest, HaveNamesOfLettersDigitsHyphensAndUnderscores) {
  for (const char* name : {"a b", "ü", "a/b"}) {
    const auto made = ask(create_cluster, R"({"clusterName":")" + std::string(name) + R"("})");
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().code, "InvalidParameterException");
  }
}

TEST_F(ClustersTest, AreDescribedByNameOrArn) {
  const auto found = ask(describe_clusters, R"({"clusters":["default",")" + std::string(kArn) +
                                                R"(default","none"]})");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->clusters->size(), 2u);
  EXPECT_TRUE(found->clusters->front().tags->empty());
  EXPECT_TRUE(found->clusters->front().settings->empty());
  EXPECT_TRUE(found->clusters->front().statistics->empty());
  ASSERT_EQ(found->failures->size(), 1u);
  EXPECT_EQ(found->failures->front().arn, std::string(kArn) + "none");
  EXPECT_EQ(found->failures->front().reason, "MISSING");
  // None named: `default` is meant.
  EXPECT_EQ(ask(describe_clusters, "{}")->clusters->front().cluster_name, "default");
  const auto elsewhere = ask(
      describe_clusters, R"({"clusters":["arn:aws:ecs:eu-west-1:123456789012:cluster/default"]})");
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, "InvalidParameterException");
}

TEST_F(ClustersTest, CountWhatTheyHold) {
  add_instance();
  define("web");
  const std::string running = run_one("web");
  run_one("web");
  ASSERT_TRUE(ask(submit_task_state_change, R"({"task":")" + running + R"(","status":"RUNNING"})"));
  const auto found = ask(describe_clusters, R"({"include":["STATISTICS","SETTINGS"]})");
  const auto& cluster = found->clusters->front();
  EXPECT_EQ(cluster.registered_container_instances_count, 1);
  EXPECT_EQ(cluster.running_tasks_count, 1);
  EXPECT_EQ(cluster.pending_tasks_count, 1);
  EXPECT_EQ(cluster.settings->front().name, "containerInsights");
  EXPECT_EQ(cluster.settings->front().value, "disabled");
  EXPECT_EQ(cluster.statistics->front().name, "runningEC2TasksCount");
  EXPECT_EQ(cluster.statistics->front().value, "1");
}

TEST_F(ClustersTest, AreDeletedWhenTheyAreEmpty) {
  const std::string instance = add_instance();
  EXPECT_EQ(fault_of(ask(delete_cluster, R"({"cluster":"default"})")),
            "ClusterContainsContainerInstancesException: The Cluster cannot be deleted while "
            "Container Instances are active or draining.");
  ASSERT_TRUE(ask(deregister_container_instance, R"({"containerInstance":")" + instance + R"("})"));
  const auto gone = ask(delete_cluster, R"({"cluster":"default"})");
  ASSERT_TRUE(gone) << gone.error().message;
  EXPECT_EQ(gone->cluster->status, "INACTIVE");
  EXPECT_EQ(ask(describe_clusters, "{}")->clusters->front().status, "INACTIVE");
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_EQ(fault_of(ask(list_tasks, "{}")), "ClusterNotFoundException: Cluster not found.");
  EXPECT_EQ(fault_of(ask(delete_cluster, R"({"cluster":"default"})")),
            "ClusterNotFoundException: Cluster not found.");
  define("web");
  EXPECT_EQ(fault_of(ask(run_task, R"({"taskDefinition":"web"})")),
            "ClientException: The referenced cluster was inactive.");
  ASSERT_TRUE(ask(create_cluster, "{}"));
  EXPECT_EQ(ask(describe_clusters, "{}")->clusters->front().status, "ACTIVE");
}

TEST_F(ClustersTest, AreListedPageByPage) {
  for (const char* name : {"a", "b", "z"}) {
    ASSERT_TRUE(ask(create_cluster, R"({"clusterName":")" + std::string(name) + R"("})"));
  }
  std::vector<std::string> all;
  std::string token;
  for (int page = 0; page < 4; ++page) {
    const auto found =
        ask(list_clusters,
            R"({"maxResults":1)" + (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
    ASSERT_TRUE(found) << found.error().message;
    all.insert(all.end(), found->cluster_arns->begin(), found->cluster_arns->end());
    token = found->next_token.value_or("");
  }
  EXPECT_TRUE(token.empty());
  EXPECT_THAT(all, ElementsAre(std::string(kArn) + "a", std::string(kArn) + "b",
                               std::string(kArn) + "default", std::string(kArn) + "z"));
}

TEST_F(ClustersTest, NamedDefaultIsEverywhereWhereTheInstallationSaysSo) {
  region_ = Region("eu-central-1");
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_EQ(fault_of(ask(list_tasks, "{}")), "ClusterNotFoundException: Cluster not found.");
  settings_.default_cluster_everywhere = true;
  EXPECT_THAT(listed(), ElementsAre("arn:aws:ecs:eu-central-1:123456789012:cluster/default"));
  EXPECT_TRUE(ask(list_tasks, "{}")->task_arns->empty());
  EXPECT_EQ(ask(describe_clusters, "{}")->clusters->front().status, "ACTIVE");
  // With others before and after it, it is in its place, once.
  for (const char* name : {"a", "b", "z"}) {
    ASSERT_TRUE(ask(create_cluster, R"({"clusterName":")" + std::string(name) + R"("})"));
  }
  const auto first = ask(list_clusters, R"({"maxResults":2})");
  EXPECT_EQ(first->cluster_arns->size(), 2u);
  const auto second = listed(R"({"nextToken":")" + *first->next_token + R"("})");
  EXPECT_THAT(second, ElementsAre("arn:aws:ecs:eu-central-1:123456789012:cluster/default",
                                  "arn:aws:ecs:eu-central-1:123456789012:cluster/z"));
  // Deleted, it is gone there.
  ASSERT_TRUE(ask(delete_cluster, R"({"cluster":"default"})"));
  EXPECT_EQ(listed().size(), 3u);
}

TEST_F(ClustersTest, SettingsAndConfigurationChange) {
  const auto updated =
      ask(update_cluster_settings, R"({"cluster":"default","settings":)"
                                   R"([{"name":"containerInsights","value":"enabled"}]})");
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->cluster->settings->front().value, "enabled");
  ASSERT_TRUE(ask(update_cluster, R"({"cluster":"default","configuration":)"
                                  R"({"executeCommandConfiguration":{"logging":"NONE"}}})"));
  const auto found = ask(describe_clusters, R"({"include":["SETTINGS","CONFIGURATIONS"]})");
  const auto& cluster = found->clusters->front();
  EXPECT_EQ(cluster.settings->front().value, "enabled");
  EXPECT_EQ(cluster.configuration->execute_command_configuration->logging, "NONE");
}

TEST_F(ClustersTest, TagsAreAddedReplacedAndTaken) {
  const std::string arn = std::string(kArn) + "default";
  const auto tag = [&](const std::string& tags) {
    return ask(tag_resource, R"({"resourceArn":")" + arn + R"(","tags":)" + tags + "}");
  };
  ASSERT_TRUE(tag(R"([{"key":"a","value":"1"},{"key":"b","value":"2"}])"));
  ASSERT_TRUE(tag(R"([{"key":"a","value":"3"}])"));
  ASSERT_TRUE(ask(untag_resource, R"({"resourceArn":")" + arn + R"(","tagKeys":["b"]})"));
  const auto left = ask(list_tags_for_resource, R"({"resourceArn":")" + arn + R"("})");
  ASSERT_EQ(left->tags->size(), 1u);
  EXPECT_EQ(left->tags->front().value, "3");
  EXPECT_EQ(tag(R"([{"key":"AWS:x","value":"1"}])").error().code, "InvalidParameterException");
  EXPECT_EQ(tag(R"([{"key":"c"},{"key":"c"}])").error().code, "InvalidParameterException");
  EXPECT_EQ(ask(list_tags_for_resource,
                R"({"resourceArn":"arn:aws:ecs:us-west-2:123456789012:task/default/0"})")
                .error()
                .code,
            "ResourceNotFoundException");
}

}  // namespace
}  // namespace berth::services::ecs
