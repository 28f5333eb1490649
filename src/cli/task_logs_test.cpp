// Which stream holds a container's lines, and what is said where none does.
#include "cli/task_logs.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::cli {
namespace {

using testing::HasSubstr;
using Options = std::map<std::string, std::string>;

aws::ecs::ContainerDefinition container(const std::string& name, const std::string& driver = "",
                                        Options options = {}) {
  aws::ecs::ContainerDefinition definition;
  definition.name = name;
  if (driver.empty()) return definition;
  auto& log = definition.log_configuration.emplace();
  log.log_driver = driver;
  log.options = std::move(options);
  return definition;
}

class LogSourcesTest : public testing::Test {
 protected:
  LogSourcesTest() {
    task_.task_arn = "arn:aws:ecs:us-east-1:123456789012:task/default/0123abcd";
    auto& made = task_.containers.emplace().emplace_back();
    made.name = "app";
    made.runtime_id = "e5c0ffee";
  }

  Result<std::vector<LogSource>> sources(std::vector<aws::ecs::ContainerDefinition> containers,
                                         const std::string& wanted = "") {
    aws::ecs::TaskDefinition definition;
    definition.container_definitions = std::move(containers);
    return log_sources(definition, task_, wanted, "us-east-1");
  }

  aws::ecs::Task task_;
};

TEST_F(LogSourcesTest, AreNamedByPrefixContainerAndTask) {
  const auto found = sources(
      {container("web", "awslogs",
                 {{"awslogs-group", "g"},
                  {"awslogs-region", "us-west-2"},
                  {"awslogs-stream-prefix", "p"}}),
       container("db", "json-file"),
       container("app", "awslogs", {{"awslogs-group", "h"}, {"awslogs-stream-prefix", "q"}})});
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].container, "web");
  EXPECT_EQ((*found)[0].region, "us-west-2");
  EXPECT_EQ((*found)[0].group, "g");
  EXPECT_EQ((*found)[0].stream, "p/web/0123abcd");
  EXPECT_EQ((*found)[1].region, "us-east-1");
  EXPECT_EQ((*found)[1].stream, "q/app/0123abcd");
}

TEST_F(LogSourcesTest, WithoutAPrefixAreTheEnginesIds) {
  const auto found = sources({container("app", "awslogs", {{"awslogs-group", "g"}}),
                              container("late", "awslogs", {{"awslogs-group", "g"}})});
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)[0].stream, "e5c0ffee");
  LogSource late = (*found)[1];
  EXPECT_EQ(late.stream, "");
  task_.containers->front().name = "late";
  name_stream(task_, late);
  EXPECT_EQ(late.stream, "e5c0ffee");
}

TEST_F(LogSourcesTest, OfOneContainerAlone) {
  const Options options = {{"awslogs-group", "g"}, {"awslogs-stream-prefix", "p"}};
  const auto found =
      sources({container("web", "awslogs", options), container("app", "awslogs", options)}, "app");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().container, "app");
}

TEST_F(LogSourcesTest, ThatAreNotThereHaveAReason) {
  const auto unknown = sources({container("web"), container("app")}, "ap");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "NoContainer");
  EXPECT_EQ(unknown.error().message, "the task has no container ap: it has web, app");
  const auto none = sources({container("web"), container("app", "json-file")});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "NoLogs");
  EXPECT_THAT(none.error().message,
              HasSubstr("no container of task 0123abcd logs to CloudWatch Logs: give it"));
  EXPECT_THAT(sources({container("app", "json-file")}, "app").error().message,
              HasSubstr("container app does not log to CloudWatch Logs, but by the log driver "
                        "json-file: "));
}

TEST(TaskName, OfAnArnHasItsClusterAndRegion) {
  const auto resolve = [](const char* task) { return resolved({task, "default", "us-east-1"}); };
  const TaskName whole = resolve("arn:aws:ecs:eu-west-1:123456789012:task/blue/0123");
  EXPECT_EQ(whole.cluster, "blue");
  EXPECT_EQ(whole.region, "eu-west-1");
  EXPECT_EQ(whole.task, "arn:aws:ecs:eu-west-1:123456789012:task/blue/0123");
  const TaskName old_form = resolve("arn:aws:ecs:eu-west-1:123456789012:task/0123");
  EXPECT_EQ(old_form.cluster, "default");
  EXPECT_EQ(old_form.region, "eu-west-1");
  for (const char* other : {"0123", "", "arn:aws:ecs"}) {
    EXPECT_EQ(resolve(other).cluster, "default") << other;
    EXPECT_EQ(resolve(other).region, "us-east-1") << other;
  }
}

}  // namespace
}  // namespace berth::cli
