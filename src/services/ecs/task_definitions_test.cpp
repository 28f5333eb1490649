// Describe, list, deregister and delete: the life of a task definition after its registration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TaskDefinitionsTest : public EcsTest {
 protected:
  static std::string arn(const std::string& name) {
    return "arn:aws:ecs:us-west-2:123456789012:task-definition/" + name;
  }
  Result<aws::ecs::DescribeTaskDefinitionResponse> describe(const std::string& name) {
    return ask(describe_task_definition, R"({"taskDefinition":")" + name + R"("})");
  }
  Result<aws::ecs::DeregisterTaskDefinitionResponse> deregister(const std::string& name) {
    return ask(deregister_task_definition, R"({"taskDefinition":")" + name + R"("})");
  }
  std::vector<std::string> listed(const std::string& json) {
    const auto found = ask(list_task_definitions, json);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found->task_definition_arns : std::vector<std::string>();
  }
};

TEST_F(TaskDefinitionsTest, AreNamedByFamilyRevisionOrArn) {
  define("web");
  define("web");
  EXPECT_EQ(describe("web")->task_definition->revision, 2);
  EXPECT_EQ(describe("web:1")->task_definition->revision, 1);
  EXPECT_EQ(describe(arn("web:1"))->task_definition->task_definition_arn, arn("web:1"));
  EXPECT_EQ(describe(arn("web"))->task_definition->revision, 2);
}

TEST_F(TaskDefinitionsTest, ThatAreNotThere) {
  define("web");
  EXPECT_EQ(fault_of(describe("none")), "ClientException: Unable to describe task definition.");
  EXPECT_EQ(fault_of(describe("web:7")), "ClientException: Unable to describe task definition.");
  EXPECT_EQ(fault_of(describe("web:foo")),
            "InvalidParameterException: Invalid revision number. Number: foo");
  EXPECT_EQ(fault_of(deregister("web")), "ClientException: Revision is missing.");
  EXPECT_EQ(fault_of(deregister("web:7")),
            "ClientException: The specified task definition does not exist.");
}

TEST_F(TaskDefinitionsTest, GoInactiveAndStartNoMoreTasks) {
  add_instance();
  define("web");
  clock_.advance(std::chrono::seconds(5));
  const auto gone = deregister("web:1");
  ASSERT_TRUE(gone) << gone.error().message;
  EXPECT_EQ(gone->task_definition->status, "INACTIVE");
  EXPECT_EQ(gone->task_definition->deregistered_at, clock_.now());
  clock_.advance(std::chrono::seconds(5));
  EXPECT_EQ(deregister("web:1")->task_definition->deregistered_at,
            clock_.now() - std::chrono::seconds(5));
  EXPECT_EQ(describe("web:1")->task_definition->status, "INACTIVE");
  EXPECT_EQ(fault_of(describe("web")), "ClientException: Unable to describe task definition.");
  EXPECT_EQ(fault_of(ask(run_task, R"({"taskDefinition":"web:1"})")),
            "InvalidParameterException: TaskDefinition is inactive");
  EXPECT_EQ(fault_of(ask(run_task, R"({"taskDefinition":"web"})")),
            "ClientException: TaskDefinition not found.");
}

TEST_F(TaskDefinitionsTest, AreDeletedOnceTheyAreInactive) {
  define("web");
  define("web");
  ASSERT_TRUE(deregister("web:1"));
  const auto deleted =
      ask(delete_task_definitions, R"({"taskDefinitions":["web:1","web:2","web:9"]})");
  ASSERT_TRUE(deleted) << deleted.error().message;
  ASSERT_EQ(deleted->task_definitions->size(), 1u);
  EXPECT_EQ(deleted->task_definitions->front().status, "DELETE_IN_PROGRESS");
  EXPECT_EQ(deleted->task_definitions->front().delete_requested_at, clock_.now());
  ASSERT_EQ(deleted->failures->size(), 2u);
  EXPECT_EQ(deleted->failures->at(0).arn, "web:2");
  EXPECT_EQ(fault_of(ask(delete_task_definitions, R"({"taskDefinitions":["web"]})")),
            "InvalidParameterException: Revision is missing.");
  // Its number stays taken.
  ASSERT_TRUE(deregister("web:2"));
  ASSERT_TRUE(ask(delete_task_definitions, R"({"taskDefinitions":["web:2"]})"));
  define("web");
  EXPECT_EQ(describe("web")->task_definition->revision, 3);
}

TEST_F(TaskDefinitionsTest, AreListedByFamilyAndRevision) {
  define("b");
  define("a");
  define("a");
  define("ab");
  ASSERT_TRUE(deregister("a:1"));
  EXPECT_THAT(listed("{}"), ElementsAre(arn("a:2"), arn("ab:1"), arn("b:1")));
  EXPECT_THAT(listed(R"({"sort":"DESC"})"), ElementsAre(arn("b:1"), arn("ab:1"), arn("a:2")));
  EXPECT_THAT(listed(R"({"familyPrefix":"a"})"), ElementsAre(arn("a:2")));
  EXPECT_THAT(listed(R"({"status":"INACTIVE"})"), ElementsAre(arn("a:1")));
}

TEST_F(TaskDefinitionsTest, AreListedPageByPage) {
  for (int i = 0; i < 12; ++i) define("web");
  for (const char* sort : {"ASC", "DESC"}) {
    std::vector<std::string> all;
    std::string token;
    int pages = 0;
    do {
      const auto page = ask(list_task_definitions,
                            R"({"maxResults":5,"sort":")" + std::string(sort) + "\"" +
                                (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
      ASSERT_TRUE(page) << page.error().message;
      all.insert(all.end(), page->task_definition_arns->begin(), page->task_definition_arns->end());
      token = page->next_token.value_or("");
      ++pages;
    } while (!token.empty() && pages < 9);
    EXPECT_EQ(pages, 3);
    ASSERT_EQ(all.size(), 12u);
    EXPECT_EQ(all.front(), arn(sort == std::string("ASC") ? "web:1" : "web:12"));
    EXPECT_EQ(all[9], arn(sort == std::string("ASC") ? "web:10" : "web:3"));
  }
  EXPECT_EQ(ask(list_task_definitions, R"({"nextToken":"!"})").error().code,
            "InvalidParameterException");
}

TEST_F(TaskDefinitionsTest, FamiliesAreListedByWhatTheyHave) {
  define("web");
  define("worker");
  define("old");
  ASSERT_TRUE(deregister("old:1"));
  const auto families = [this](const std::string& json) {
    return *ask(list_task_definition_families, json)->families;
  };
  EXPECT_THAT(families("{}"), ElementsAre("web", "worker"));
  EXPECT_THAT(families(R"({"status":"INACTIVE"})"), ElementsAre("old"));
  EXPECT_THAT(families(R"({"status":"ALL"})"), ElementsAre("old", "web", "worker"));
  EXPECT_THAT(families(R"({"familyPrefix":"we"})"), ElementsAre("web"));
  EXPECT_THAT(families(R"({"familyPrefix":"x"})"), IsEmpty());
  const auto first = ask(list_task_definition_families, R"({"maxResults":1})");
  EXPECT_THAT(*first->families, ElementsAre("web"));
  EXPECT_THAT(families(R"({"nextToken":")" + *first->next_token + R"("})"), ElementsAre("worker"));
}

}  // namespace
}  // namespace berth::services::ecs
