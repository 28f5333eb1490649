// The ARNs as AWS forms them where it asks its own policies.
#include "services/ecs/targets.h"

#include <type_traits>

#include "services/ecs/shown.h"
#include "services/ecs/tags.h"
#include "services/ecs/task_definition_rules.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {
namespace {

std::string text_of(bool value) {
  return value ? "true" : "false";
}

/// A revision as a request names it, with its record where it is there.
struct NamedDefinition {
  TaskDefinitionName name;
  std::optional<store::TaskDefinitionRecord> record;
};

Result<NamedDefinition> find_definition(Context& context,
                                        const std::optional<std::string>& definition) {
  NamedDefinition found;
  BERTH_ASSIGN(found.name, task_definition_name_of(context, definition.value_or("")));
  const auto& [family, revision] = found.name;
  const std::string region = context.region.str();
  found.record = revision ? store::find_task_definition(context.tx, region, family, *revision)
                          : store::find_latest_task_definition(context.tx, region, family);
  return found;
}

Target definition_target(Context& context, const NamedDefinition& definition) {
  if (definition.record) return target_on(context, store::task_definition_arn(*definition.record));
  std::string resource = "task-definition/" + definition.name.family;
  if (definition.name.revision) resource += ":" + std::to_string(*definition.name.revision);
  return Target{"", ecs_arn(context, resource), {}};
}

/// Both keys are numbers, however the request spells them: "2 vCPU" is 2048.
void add_sizes(const std::optional<std::string>& cpu, const std::optional<std::string>& memory,
               Target& target) {
  const auto number = [](const std::optional<std::int32_t>& read, const std::string& text) {
    return read ? std::to_string(*read) : text;  // what is no size is refused later
  };
  if (cpu) target.context.set("ecs:task-cpu", number(cpu_units(*cpu), *cpu));
  if (memory) target.context.set("ecs:task-memory", number(memory_mib(*memory), *memory));
}

/// ecs:task-cpu and ecs:task-memory: what the request overrides, else what the revision says.
void add_sizes(const aws::ecs::RunTaskRequest& input, const NamedDefinition& definition,
               Target& target) {
  aws::ecs::TaskDefinition shown;
  if (definition.record) shown = shown_task_definition(*definition.record);
  if (input.overrides && input.overrides->cpu) shown.cpu = input.overrides->cpu;
  if (input.overrides && input.overrides->memory) shown.memory = input.overrides->memory;
  add_sizes(shown.cpu, shown.memory, target);
}

/// What RunTask and StartTask have in common. AWS gives sizes to RunTask alone.
template <class Input>
Result<Targets> launch_targets(Context& context, const Input& input, std::string_view action) {
  BERTH_ASSIGN(const std::string cluster, cluster_name_of(context, input.cluster));
  BERTH_ASSIGN(const NamedDefinition definition, find_definition(context, input.task_definition));
  Target target = definition_target(context, definition);
  target.context.set("ecs:cluster", cluster_arn(context, cluster));
  target.context.set("ecs:enable-execute-command",
                     text_of(input.enable_execute_command.value_or(false)));
  if constexpr (std::is_same_v<Input, aws::ecs::RunTaskRequest>) {
    add_sizes(input, definition, target);
  }
  if (input.tags) add_request_tags(target, *input.tags);
  Targets targets{std::move(target)};
  add_tagging(targets, ecs_arn(context, "task/" + cluster + "/*"), action, input.tags);
  return targets;
}

}  // namespace

Target target_on(Context& context, std::string arn) {
  Target target{"", std::move(arn), {}};
  const auto tags = read_tags(context, target.resource);
  if (!tags) return target;
  for (const aws::ecs::Tag& tag : *tags) {
    const std::string value = tag.value.value_or("");
    target.context.set("aws:ResourceTag/" + tag.key.value_or(""), value);
    target.context.set("ecs:ResourceTag/" + tag.key.value_or(""), value);
  }
  return target;
}

void add_request_tags(Target& target, const std::vector<aws::ecs::Tag>& tags) {
  if (tags.empty()) return;
  std::vector<std::string> keys;
  for (const aws::ecs::Tag& tag : tags) {
    keys.push_back(tag.key.value_or(""));
    target.context.set("aws:RequestTag/" + keys.back(), tag.value.value_or(""));
  }
  target.context.set("aws:TagKeys", std::move(keys));
}

void add_tagging(Targets& targets, std::string arn, std::string_view create_action,
                 const std::optional<std::vector<aws::ecs::Tag>>& tags) {
  if (!tags || tags->empty()) return;
  Target target{"ecs:TagResource", std::move(arn), {}};
  target.context.set("ecs:CreateAction", std::string(create_action));
  add_request_tags(target, *tags);
  targets.push_back(std::move(target));
}

Result<std::string> named_cluster_arn(const Context& context,
                                      const std::optional<std::string>& cluster) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  return cluster_arn(context, name);
}

Result<Targets> task_targets(Context& context, const std::optional<std::string>& cluster,
                             const std::vector<std::string>& tasks) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  Targets targets;
  for (const std::string& task : tasks) {
    BERTH_ASSIGN(const std::string id, task_id_of(context, name, task));
    targets.push_back(target_on(context, ecs_arn(context, "task/" + name + "/" + id)));
    targets.back().context.set("ecs:cluster", cluster_arn(context, name));
  }
  return targets;
}

Result<Targets> container_instance_targets(Context& context,
                                           const std::optional<std::string>& cluster,
                                           const std::vector<std::string>& instances) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  Targets targets;
  for (const std::string& instance : instances) {
    BERTH_ASSIGN(const std::string id, container_instance_id_of(context, name, instance));
    targets.push_back(
        target_on(context, ecs_arn(context, "container-instance/" + name + "/" + id)));
    targets.back().context.set("ecs:cluster", cluster_arn(context, name));
  }
  return targets;
}

Result<Targets> on_new_cluster(Context& context, const aws::ecs::CreateClusterRequest& input) {
  BERTH_ASSIGN(const std::string arn, named_cluster_arn(context, input.cluster_name));
  Target target{"", arn, {}};
  if (input.tags) add_request_tags(target, *input.tags);
  if (input.capacity_providers) {
    target.context.set("ecs:capacity-provider", *input.capacity_providers);
  }
  Targets targets{std::move(target)};
  add_tagging(targets, arn, "CreateCluster", input.tags);
  return targets;
}

Result<Targets> on_clusters(Context& context, const aws::ecs::DescribeClustersRequest& input) {
  std::vector<std::string> clusters = input.clusters.value_or(std::vector<std::string>());
  if (clusters.empty()) clusters.emplace_back("default");
  Targets targets;
  for (const std::string& cluster : clusters) {
    BERTH_ASSIGN(std::string arn, named_cluster_arn(context, cluster));
    targets.push_back(target_on(context, std::move(arn)));
  }
  return targets;
}

Result<Targets> on_new_task_definition(Context& context,
                                       const aws::ecs::RegisterTaskDefinitionRequest& input) {
  const std::string arn = ecs_arn(context, "task-definition/" + input.family.value_or("") + ":*");
  Target target{"", arn, {}};
  bool privileged = false;
  for (const auto& container :
       input.container_definitions.value_or(std::vector<aws::ecs::ContainerDefinition>())) {
    privileged = privileged || container.privileged.value_or(false);
  }
  target.context.set("ecs:privileged", text_of(privileged));
  add_sizes(input.cpu, input.memory, target);
  if (input.requires_compatibilities) {
    target.context.set("ecs:compute-compatibility", *input.requires_compatibilities);
  }
  if (input.tags) add_request_tags(target, *input.tags);
  Targets targets{std::move(target)};
  add_tagging(targets, arn, "RegisterTaskDefinition", input.tags);
  return targets;
}

Result<Targets> on_task_definitions(Context& context,
                                    const aws::ecs::DeleteTaskDefinitionsRequest& input) {
  Targets targets;
  for (const auto& each : input.task_definitions.value_or(std::vector<std::string>())) {
    BERTH_ASSIGN(const NamedDefinition definition, find_definition(context, each));
    targets.push_back(definition_target(context, definition));
  }
  return targets;
}

Result<Targets> on_run(Context& context, const aws::ecs::RunTaskRequest& input) {
  return launch_targets(context, input, "RunTask");
}

Result<Targets> on_start(Context& context, const aws::ecs::StartTaskRequest& input) {
  BERTH_ASSIGN(Targets targets, launch_targets(context, input, "StartTask"));
  BERTH_ASSIGN(
      const Targets instances,
      container_instance_targets(context, input.cluster,
                                 input.container_instances.value_or(std::vector<std::string>())));
  std::vector<std::string> arns;
  for (const Target& instance : instances) arns.push_back(instance.resource);
  targets.front().context.set("ecs:container-instances", std::move(arns));
  return targets;
}

Result<Targets> on_task_listing(Context& context, const aws::ecs::ListTasksRequest& input) {
  if (input.container_instance) {
    return container_instance_targets(context, input.cluster, {*input.container_instance});
  }
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, input.cluster));
  Target target{"", ecs_arn(context, "container-instance/" + name + "/*"), {}};
  target.context.set("ecs:cluster", cluster_arn(context, name));
  return Targets{std::move(target)};
}

Result<Targets> on_registration(Context& context,
                                const aws::ecs::RegisterContainerInstanceRequest& input) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, input.cluster));
  Target target = target_on(context, cluster_arn(context, name));
  if (input.tags) add_request_tags(target, *input.tags);
  Targets targets{std::move(target)};
  add_tagging(targets, ecs_arn(context, "container-instance/" + name + "/*"),
              "RegisterContainerInstance", input.tags);
  return targets;
}

}  // namespace berth::services::ecs
