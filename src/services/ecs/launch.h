// What RunTask and StartTask share: from a request to a task in the store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "scheduler/placement.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// The members that both requests have.
struct LaunchOptions {
  std::optional<std::string> cluster;
  std::optional<std::string> task_definition;
  std::optional<aws::ecs::TaskOverride> overrides;
  std::optional<aws::ecs::NetworkConfiguration> network_configuration;
  std::optional<std::vector<aws::ecs::Tag>> tags;
  std::optional<std::string> group;
  std::optional<std::string> started_by;
  std::optional<std::string> propagate_tags;
  bool enable_ecs_managed_tags = false;
  bool enable_execute_command = false;
  std::string launch_type = "EC2";
};

template <class Request>
LaunchOptions launch_options(const Request& request) {
  LaunchOptions options;
  options.cluster = request.cluster;
  options.task_definition = request.task_definition;
  options.overrides = request.overrides;
  options.network_configuration = request.network_configuration;
  options.tags = request.tags;
  options.group = request.group;
  options.started_by = request.started_by;
  options.propagate_tags = request.propagate_tags;
  options.enable_ecs_managed_tags = request.enable_ecs_managed_tags.value_or(false);
  options.enable_execute_command = request.enable_execute_command.value_or(false);
  return options;
}

/// A checked request: everything that its tasks have in common.
struct Launch {
  store::ClusterRecord cluster;
  aws::ecs::TaskDefinition definition;
  aws::ecs::TaskOverride overrides;  ///< one entry a container, as AWS shows them
  std::vector<aws::ecs::Tag> tags;
  std::string group;
  std::string started_by;
  std::string launch_type;
  std::string task_role_arn;       ///< in force; may be empty
  std::string execution_role_arn;  ///< likewise
  bool enable_execute_command = false;
  scheduler::Request needs;  ///< of one task
};

/// Checks cluster, definition, overrides, network, tags; that the caller may pass the roles in
/// force and that ECS may assume them. The faults are AWS's.
Result<Launch> prepare_launch(Context& context, const LaunchOptions& options);

/// Attributes of instances, each set read once a call.
class AttributeReader {
 public:
  explicit AttributeReader(store::Transaction& tx) : tx_(tx) {}
  std::shared_ptr<const scheduler::Attributes> read(const store::ContainerInstanceRecord& instance);

 private:
  store::Transaction& tx_;
  std::map<std::int64_t, std::shared_ptr<const scheduler::Attributes>> sets_;
};

/// The instance as placement looks at it.
scheduler::Instance to_place_on(const store::ContainerInstanceRecord& instance,
                                AttributeReader& attributes);

/// Writes one task onto the instance and books what it takes; the agent is told after the commit.
aws::ecs::Task start_on(Context& context, const Launch& launch,
                        store::ContainerInstanceRecord& instance,
                        const scheduler::Attributes& attributes);

aws::ecs::Failure shown_refusal(const scheduler::Refusal& refusal);

}  // namespace berth::services::ecs
