// Tests of what is found of published tasks, and what is not any more.
#include "agent/task_directory.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "agent/credentials/testing.h"

namespace berth::agent {
namespace {

using test_support::make_task;

TEST(TaskDirectory, FindsByEverythingThatAContainerIsKnownBy) {
  TaskDirectory directory;
  const auto task = make_task("one", 'a', "172.17.0.2");
  directory.publish(task);
  EXPECT_EQ(directory.by_endpoint_id("ep-one").container->name, "app");
  EXPECT_EQ(directory.by_address("172.17.0.2").task->arn, task.arn);
  EXPECT_EQ(directory.by_docker_id(std::string(64, 'a')).task->arn, task.arn);
  EXPECT_EQ(directory.by_arn(task.arn)->arn, task.arn);
  EXPECT_FALSE(directory.by_endpoint_id("ep-two"));
  EXPECT_FALSE(directory.by_address("172.17.0.3"));
  EXPECT_FALSE(directory.by_docker_id("aaaa"));
  EXPECT_EQ(directory.by_arn("arn"), nullptr);
  EXPECT_EQ(directory.all().size(), 1u);
}

TEST(TaskDirectory, APublicationTakesThePlaceOfTheOneBefore) {
  TaskDirectory directory;
  auto task = make_task("one", 'a', "172.17.0.2");
  directory.publish(task);
  const auto held = directory.by_address("172.17.0.2");
  task.containers[0].addresses["bridge"] = "172.17.0.9";
  directory.publish(task);
  EXPECT_FALSE(directory.by_address("172.17.0.2"));
  EXPECT_TRUE(directory.by_address("172.17.0.9"));
  EXPECT_EQ(held.container->addresses.at("bridge"), "172.17.0.2");
  directory.forget(task.arn);
  EXPECT_FALSE(directory.by_address("172.17.0.9"));
  EXPECT_FALSE(directory.by_endpoint_id("ep-one"));
  EXPECT_FALSE(directory.by_docker_id(std::string(64, 'a')));
  EXPECT_TRUE(directory.all().empty());
}

TEST(TaskDirectory, AnAddressBelongsToWhatRunsAndStartedLast) {
  TaskDirectory directory;
  auto old_task = make_task("old", 'a', "172.17.0.2");
  old_task.containers[0].started_at_ms = 1000;
  auto new_task = make_task("new", 'b', "172.17.0.2");
  new_task.containers[0].started_at_ms = 2000;
  directory.publish(new_task);
  directory.publish(old_task);
  EXPECT_EQ(directory.by_address("172.17.0.2").task->arn, new_task.arn);
  new_task.containers[0].known = Status::kStopped;
  directory.publish(new_task);
  EXPECT_EQ(directory.by_address("172.17.0.2").task->arn, old_task.arn);
  directory.forget(old_task.arn);
  EXPECT_FALSE(directory.by_address("172.17.0.2"));
  EXPECT_TRUE(directory.by_endpoint_id("ep-new"));
}

TEST(TaskDirectory, KnowsWhichTasksAwaitAnAddress) {
  TaskDirectory directory;
  auto task = make_task("one", 'a', "");
  directory.publish(task);
  EXPECT_TRUE(directory.awaits_address(task.arn));
  task.containers[0].addresses["bridge"] = "172.17.0.2";
  directory.publish(task);
  EXPECT_FALSE(directory.awaits_address(task.arn));

  const auto on_host = make_task("host", 'b', "", "host");
  directory.publish(on_host);
  EXPECT_FALSE(directory.awaits_address(on_host.arn));
  auto not_created = make_task("early", 'c', "");
  not_created.containers[0].docker_id.clear();
  directory.publish(not_created);
  EXPECT_FALSE(directory.awaits_address(not_created.arn));
  EXPECT_FALSE(directory.awaits_address("arn"));
}

TEST(TaskDirectory, ReadersAndWritersMeet) {
  TaskDirectory directory;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::thread reader([&] {
    while (!done) {
      const auto found = directory.by_address("172.17.0.2");
      if (found && found.container->addresses.at("bridge") != "172.17.0.2") ++wrong;
    }
  });
  const auto task = make_task("one", 'a', "172.17.0.2");
  for (int i = 0; i < 2000; ++i) {
    directory.publish(task);
    if (i % 3 == 0) directory.forget(task.arn);
  }
  done = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
}

TEST(NetworkMode, ComesFromDockersOwnSpelling) {
  aws::acs::Container definition;
  EXPECT_EQ(network_mode_in(definition), "default");
  definition.docker_config.emplace();
  definition.docker_config->host_config = R"({"NetworkMode":"host"})";
  EXPECT_EQ(network_mode_in(definition), "host");
  definition.docker_config->host_config = "{";
  EXPECT_EQ(network_mode_in(definition), "default");
}

}  // namespace
}  // namespace berth::agent
