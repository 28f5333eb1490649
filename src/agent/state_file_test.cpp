// What the agent remembers across restarts is what it knew, and nothing secret is in the file.
#include "agent/state_file.h"

#include <filesystem>
#include <fstream>

#include <stdlib.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent {
namespace {

class StateFileTest : public testing::Test {
 protected:
  StateFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "berth-agent-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~StateFileTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

AgentState some_state() {
  AgentState state;
  state.cluster = "default";
  state.container_instance_arn = "instance-arn";
  state.instance_credentials_id = "i-id";
  state.seq_num = 7;
  state.pulled_images = {"busybox"};
  TaskRecord task;
  task.arn = "task-arn";
  task.payload.arn = "task-arn";
  task.payload.family = "web";
  task.desired = Status::kStopped;
  task.known = Status::kRunning;
  task.sent = Status::kCreated;
  task.reason = "why";
  task.pull_started_at_ms = 1;
  task.pull_stopped_at_ms = 2;
  task.execution_stopped_at_ms = 3;
  task.stopped_at_ms = 4;
  task.role_credentials_id = "r-id";
  task.execution_credentials_id = "e-id";
  task.volumes = {"v"};
  ContainerRecord container;
  container.name = "app";
  container.docker_id = "d-id";
  container.docker_name = "ecs-web-1-app-0";
  container.endpoint_id = "e";
  container.known = Status::kStopped;
  container.exit_code = 0;
  container.reason = "r";
  container.image_id = "sha256:i";
  container.image_digest = "sha256:d";
  container.created_at_ms = 5;
  container.started_at_ms = 6;
  container.finished_at_ms = 7;
  container.addresses = {{"bridge", "172.17.0.2"}};
  container.bindings.emplace_back();
  container.bindings.back().container_port = 80;
  container.bindings.back().host_port = 32768;
  container.bindings.back().protocol = "tcp";
  container.bindings.back().bind_ip = "0.0.0.0";
  task.containers.push_back(container);
  state.tasks.push_back(task);
  return state;
}

TEST_F(StateFileTest, ComesBackWhole) {
  const StateFile file(folder_);
  ASSERT_TRUE(file.save(some_state()));
  const auto state = file.load();
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(encode_state(*state), encode_state(some_state()));
  EXPECT_EQ(state->seq_num, 7);
  const TaskRecord& task = state->tasks.at(0);
  EXPECT_EQ(task.desired, Status::kStopped);
  EXPECT_EQ(task.known, Status::kRunning);
  EXPECT_EQ(task.sent, Status::kCreated);
  EXPECT_EQ(task.payload.family, "web");
  EXPECT_EQ(task.execution_credentials_id, "e-id");
  const ContainerRecord& container = task.containers.at(0);
  EXPECT_EQ(container.exit_code, 0);
  EXPECT_EQ(container.known, Status::kStopped);
  EXPECT_EQ(container.finished_at_ms, 7);
  EXPECT_EQ(container.addresses.at("bridge"), "172.17.0.2");
  EXPECT_EQ(container.bindings.at(0).host_port, 32768);
}

TEST_F(StateFileTest, IsTheAgentsAlone) {
  const StateFile file(folder_);
  ASSERT_TRUE(file.save({}));
  struct stat found {};
  ASSERT_EQ(::stat(file.path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(StateFileTest, IsEmptyBeforeTheFirstStart) {
  const auto state = StateFile(folder_).load();
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->container_instance_arn.empty());
  EXPECT_TRUE(state->tasks.empty());
}

TEST_F(StateFileTest, IsNeverGuessedAt) {
  const StateFile file(folder_);
  for (const char* text :
       {"", "{", "{}", R"({"version":2})", R"({"version":1,"tasks":[{"payloadJson":"{"}]})"}) {
    std::ofstream(file.path(), std::ios::trunc) << text;
    const auto state = file.load();
    ASSERT_FALSE(state) << text;
    EXPECT_EQ(state.error().code, "InvalidState") << text;
    EXPECT_THAT(state.error().message, testing::HasSubstr(file.path()));
  }
}

}  // namespace
}  // namespace berth::agent
