// What tests of ECS operations stand on: requests as JSON, roles, clusters and instances in a line.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "aws/json_codec.h"
#include "services/ecs/operations.h"
#include "services/iam/operations.h"
#include "services/testing.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// A fixture with a cluster `default` and what is needed to run tasks in it.
class EcsTest : public ServiceTest {
 protected:
  static constexpr const char* kRole = "arn:aws:iam::123456789012:role/task";

  void SetUp() override { ASSERT_TRUE(ask(create_cluster, "{}")); }

  /// Calls the operation with the request that a client would send as `json`.
  template <class Output, class Input>
  Result<Output> ask(Result<Output> (*run)(Context&, const Input&), const std::string& json) {
    BERTH_ASSIGN(const Input input, aws::decode_json<Input>(json));
    return call(run, input);
  }

  void make_role(const std::string& name, const std::string& path = "/") {
    aws::iam::CreateRoleRequest request;
    request.role_name = name;
    request.path = path;
    request.assume_role_policy_document =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
        R"({"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
    const auto made = call(iam::create_role, request);
    ASSERT_TRUE(made) << made.error().message;
  }

  /// Registers an instance with 1024 CPU units, 1000 MiB and `attributes` (JSON of a list), and
  /// connects its agent. Its ARN.
  std::string add_instance(const std::string& attributes = "[]",
                           const std::string& cluster = "default") {
    const auto made =
        ask(register_container_instance,
            R"({"cluster":")" + cluster + R"(","attributes":)" + attributes +
                R"(,"totalResources":[{"name":"CPU","type":"INTEGER","integerValue":1024},)"
                R"({"name":"MEMORY","type":"INTEGER","integerValue":1000},)"
                R"({"name":"PORTS","type":"STRINGSET","stringSetValue":["22","51678"]},)"
                R"({"name":"PORTS_UDP","type":"STRINGSET","stringSetValue":[]}]})");
    EXPECT_TRUE(made) << made.error().message;
    if (!made) return "";
    const std::string arn = *made->container_instance->container_instance_arn;
    connect(arn, true);
    return arn;
  }

  void connect(const std::string& instance_arn, bool connected) {
    ASSERT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      EXPECT_TRUE(store::set_agent_connected(tx, instance_arn, connected));
      return {};
    }));
  }

  /// Registers family `family` with one container `app` of 100 MiB; `more` are further members of
  /// the container (", \"cpu\": 10"), `task` of the task definition.
  void define(const std::string& family, const std::string& more = "",
              const std::string& task = "") {
    const auto made =
        ask(register_task_definition, R"({"family":")" + family + R"(","containerDefinitions":[)" +
                                          R"({"name":"app","image":"busybox","memory":100)" + more +
                                          "}]" + task + "}");
    ASSERT_TRUE(made) << made.error().message;
  }

  /// Runs one task of `family` and gives its ARN.
  std::string run_one(const std::string& family) {
    const auto ran = ask(run_task, R"({"taskDefinition":")" + family + R"("})");
    EXPECT_TRUE(ran) << ran.error().message;
    if (!ran || ran->tasks->size() != 1) return "";
    return *ran->tasks->front().task_arn;
  }

  aws::ecs::Task described(const std::string& task_arn) {
    const auto found = ask(describe_tasks, R"({"tasks":[")" + task_arn + R"("]})");
    EXPECT_TRUE(found && found->tasks->size() == 1) << task_arn;
    return found && found->tasks->size() == 1 ? found->tasks->front() : aws::ecs::Task();
  }

  aws::ecs::ContainerInstance described_instance(const std::string& arn) {
    const auto found =
        ask(describe_container_instances, R"({"containerInstances":[")" + arn + R"("]})");
    EXPECT_TRUE(found && found->container_instances->size() == 1) << arn;
    return found && found->container_instances->size() == 1 ? found->container_instances->front()
                                                            : aws::ecs::ContainerInstance();
  }

  /// The integer resource `name` of a list, or -1.
  static std::int32_t amount(const std::optional<std::vector<aws::ecs::Resource>>& resources,
                             const std::string& name) {
    for (const auto& resource : *resources) {
      if (resource.name == name) return resource.integer_value.value_or(-1);
    }
    return -1;
  }
};

/// "Code: message" of a result that should be a fault.
template <class T>
std::string fault_of(const Result<T>& result) {
  return result ? "no fault" : result.error().code + ": " + result.error().message;
}

/// A file of docs/.
inline std::string document(const std::string& name) {
  std::ifstream file(std::string(BERTH_TEST_DATA) + "/../../docs/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace berth::services::ecs
