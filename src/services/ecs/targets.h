// What the caller of an ECS operation must be allowed: the resources that the request names and the
// condition keys that the request and they bring.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/ecs/names.h"
#include "services/operation.h"

namespace berth::services::ecs {

/// A target on `arn` with the tags of the resource, where it is there: aws:ResourceTag/… and
/// ecs:ResourceTag/….
Target target_on(Context& context, std::string arn);
/// aws:RequestTag/… and aws:TagKeys.
void add_request_tags(Target& target, const std::vector<aws::ecs::Tag>& tags);
/// Adds ecs:TagResource on `arn` where the request that creates it brings tags: ecs:CreateAction is
/// `create_action` ("RunTask").
void add_tagging(Targets& targets, std::string arn, std::string_view create_action,
                 const std::optional<std::vector<aws::ecs::Tag>>& tags);

/// The ARN of the cluster that a request names.
Result<std::string> named_cluster_arn(const Context& context,
                                      const std::optional<std::string>& cluster);
/// A target for each of the tasks, or container instances, with ecs:cluster.
Result<Targets> task_targets(Context& context, const std::optional<std::string>& cluster,
                             const std::vector<std::string>& tasks);
Result<Targets> container_instance_targets(Context& context,
                                           const std::optional<std::string>& cluster,
                                           const std::vector<std::string>& instances);

template <class Input>
Result<Targets> on_cluster(Context& context, const Input& input) {
  BERTH_ASSIGN(std::string arn, named_cluster_arn(context, input.cluster));
  return Targets{target_on(context, std::move(arn))};
}

/// Of DescribeTasks and StopTask.
template <class Input>
Result<Targets> on_tasks(Context& context, const Input& input) {
  if constexpr (requires { input.tasks; }) {
    return task_targets(context, input.cluster, input.tasks.value_or(std::vector<std::string>()));
  } else {
    return task_targets(context, input.cluster, {input.task.value_or("")});
  }
}

template <class Input>
Result<Targets> on_container_instances(Context& context, const Input& input) {
  return container_instance_targets(context, input.cluster,
                                    input.container_instances.value_or(std::vector<std::string>()));
}

/// The container instances of PutAttributes and DeleteAttributes.
template <class Input>
Result<Targets> on_attributes(Context& context, const Input& input) {
  std::vector<std::string> instances;
  for (const auto& attribute : input.attributes.value_or(std::vector<aws::ecs::Attribute>())) {
    instances.push_back(attribute.target_id.value_or(""));
  }
  return container_instance_targets(context, input.cluster, instances);
}

/// No resource; ecs:account-setting is the setting's name.
template <class Input>
Result<Targets> on_account_setting(Context&, const Input& input) {
  Target target{"", "*", {}};
  target.context.set("ecs:account-setting", input.name.value_or(""));
  return Targets{std::move(target)};
}

/// Of TagResource, UntagResource and ListTagsForResource.
template <class Input>
Result<Targets> on_tagged_resource(Context& context, const Input& input) {
  Target target = target_on(context, input.resource_arn.value_or(""));
  if constexpr (requires { input.tags; }) {
    add_request_tags(target, input.tags.value_or(std::vector<aws::ecs::Tag>()));
  }
  if constexpr (requires { input.tag_keys; }) {
    if (input.tag_keys) target.context.set("aws:TagKeys", *input.tag_keys);
  }
  return Targets{std::move(target)};
}

Result<Targets> on_new_cluster(Context& context, const aws::ecs::CreateClusterRequest& input);
Result<Targets> on_clusters(Context& context, const aws::ecs::DescribeClustersRequest& input);

/// The family's revisions, for the next one has no number yet.
Result<Targets> on_new_task_definition(Context& context,
                                       const aws::ecs::RegisterTaskDefinitionRequest& input);
Result<Targets> on_task_definitions(Context& context,
                                    const aws::ecs::DeleteTaskDefinitionsRequest& input);

/// The task definition's revision, with cluster, limits and what else the request says of the
/// tasks.
Result<Targets> on_run(Context& context, const aws::ecs::RunTaskRequest& input);
Result<Targets> on_start(Context& context, const aws::ecs::StartTaskRequest& input);

/// The container instance whose tasks are listed, or all of the cluster's.
Result<Targets> on_task_listing(Context& context, const aws::ecs::ListTasksRequest& input);
Result<Targets> on_registration(Context& context,
                                const aws::ecs::RegisterContainerInstanceRequest& input);

}  // namespace berth::services::ecs
