// DescribeTasks and ListTasks: by id, by filter, page by page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ListTasksTest : public EcsTest {
 protected:
  std::vector<std::string> listed(const std::string& json = "{}") {
    const auto found = ask(list_tasks, json);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found->task_arns : std::vector<std::string>();
  }
  std::string run(const std::string& members) {
    const auto ran = ask(run_task, "{" + members + "}");
    EXPECT_TRUE(ran) << ran.error().message;
    return ran && ran->tasks->size() == 1 ? *ran->tasks->front().task_arn : "";
  }
};

TEST_F(ListTasksTest, DescribesThoseThereAreAndNamesTheOthers) {
  add_instance();
  define("web");
  const std::string arn = run_one("web");
  const std::string id = arn.substr(arn.rfind('/') + 1);
  const std::string none(32, '0');
  const auto found = ask(describe_tasks, R"({"cluster":"default","tasks":[")" + arn + R"(",")" +
                                             id + R"(",")" + none + R"("]})");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->tasks->size(), 2u);
  EXPECT_EQ(found->tasks->at(0), found->tasks->at(1));
  ASSERT_EQ(found->failures->size(), 1u);
  EXPECT_EQ(found->failures->front().arn,
            "arn:aws:ecs:us-west-2:123456789012:task/default/" + none);
  EXPECT_EQ(found->failures->front().reason, "MISSING");
  EXPECT_EQ(fault_of(ask(describe_tasks, R"({"tasks":[]})")),
            "InvalidParameterException: Tasks cannot be empty.");
  EXPECT_EQ(ask(describe_tasks, R"({"tasks":["abc"]})").error().code, "InvalidParameterException");
  EXPECT_EQ(fault_of(ask(describe_tasks, R"({"cluster":"none","tasks":[")" + id + R"("]})")),
            "ClusterNotFoundException: Cluster not found.");
  // An ARN of a task in another cluster is no task of this one.
  ASSERT_TRUE(ask(create_cluster, R"({"clusterName":"other"})"));
  EXPECT_EQ(ask(describe_tasks, R"({"cluster":"other","tasks":[")" + arn + R"("]})").error().code,
            "InvalidParameterException");
}

TEST_F(ListTasksTest, FiltersByWhatTasksAre) {
  const std::string a = add_instance();
  define("web");
  define("job");
  const std::string web = run(R"("taskDefinition":"web","startedBy":"ci")");
  const std::string b = add_instance();
  const std::string job =
      *ask(start_task, R"({"taskDefinition":"job","containerInstances":[")" + b + R"("]})")
           ->tasks->front()
           .task_arn;
  EXPECT_THAT(listed(), UnorderedElementsAre(web, job));
  EXPECT_THAT(listed(R"({"family":"web"})"), ElementsAre(web));
  EXPECT_THAT(listed(R"({"startedBy":"ci"})"), ElementsAre(web));
  EXPECT_THAT(listed(R"({"containerInstance":")" + b + R"("})"), ElementsAre(job));
  EXPECT_THAT(listed(R"({"containerInstance":")" + a.substr(a.rfind('/') + 1) + R"("})"),
              ElementsAre(web));
  EXPECT_THAT(listed(R"({"launchType":"EC2"})"), UnorderedElementsAre(web, job));
  EXPECT_THAT(listed(R"({"launchType":"FARGATE"})"), IsEmpty());
  EXPECT_THAT(listed(R"({"desiredStatus":"STOPPED"})"), IsEmpty());
  ASSERT_TRUE(ask(stop_task, R"({"task":")" + web + R"("})"));
  EXPECT_THAT(listed(), ElementsAre(job));
  EXPECT_THAT(listed(R"({"desiredStatus":"STOPPED"})"), ElementsAre(web));
  EXPECT_EQ(fault_of(ask(list_tasks, R"({"serviceName":"s"})")),
            "ServiceNotFoundException: Service not found.");
  EXPECT_EQ(fault_of(ask(list_tasks, R"({"cluster":"none"})")),
            "ClusterNotFoundException: Cluster not found.");
}

TEST_F(ListTasksTest, ComesInPagesNewestFirst) {
  add_instance();
  define("small", "", R"(,"memory":"10")");
  std::vector<std::string> made;
  for (int i = 0; i < 7; ++i) {
    // Some are made within one millisecond.
    if (i % 2 == 0) clock_.advance(std::chrono::milliseconds(1));
    made.insert(made.begin(), run_one("small"));
  }
  std::vector<std::string> all;
  std::string token;
  int pages = 0;
  do {
    const auto page =
        ask(list_tasks,
            R"({"maxResults":3)" + (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
    ASSERT_TRUE(page) << page.error().message;
    all.insert(all.end(), page->task_arns->begin(), page->task_arns->end());
    token = page->next_token.value_or("");
    ++pages;
  } while (!token.empty() && pages < 9);
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(all, testing::UnorderedElementsAreArray(made));
  EXPECT_EQ(all.front(), made.front());
  EXPECT_FALSE(ask(list_tasks, R"({"maxResults":7})")->next_token);
  EXPECT_EQ(ask(list_tasks, R"({"nextToken":"junk"})").error().code, "InvalidParameterException");
  EXPECT_EQ(ask(list_tasks, R"({"maxResults":101})").error().code, "InvalidParameterException");
}

}  // namespace
}  // namespace berth::services::ecs
