// What RunTask and StartTask share: from a request to a task in the store.
#include "services/ecs/launch.h"

#include <algorithm>
#include <charconv>

#include "base/random.h"
#include "services/ecs/clusters.h"
#include "services/ecs/invalid.h"
#include "services/ecs/placement_rules.h"
#include "services/ecs/required_attributes.h"
#include "services/ecs/roles.h"
#include "services/ecs/shown.h"
#include "services/ecs/tags.h"
#include "services/ecs/task_definition_rules.h"
#include "services/ecs/task_definitions.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kStartedByMax = 128;

template <class T>
const std::vector<T>& items(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> kNone;
  return list ? *list : kNone;
}

std::int32_t number_of(const std::optional<std::string>& text) {
  std::int32_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

/// The given overrides with an entry for each container, as AWS shows them.
Result<aws::ecs::TaskOverride> complete_overrides(
    const aws::ecs::TaskDefinition& definition,
    const std::optional<aws::ecs::TaskOverride>& given) {
  aws::ecs::TaskOverride complete = given.value_or(aws::ecs::TaskOverride());
  if (!complete.container_overrides) complete.container_overrides.emplace();
  if (!complete.inference_accelerator_overrides) complete.inference_accelerator_overrides.emplace();
  if (complete.cpu && !cpu_units(*complete.cpu)) return invalid("Invalid 'cpu' setting for task.");
  if (complete.memory && !memory_mib(*complete.memory)) {
    return invalid("Invalid 'memory' setting for task.");
  }
  if (complete.cpu) complete.cpu = std::to_string(*cpu_units(*complete.cpu));
  if (complete.memory) complete.memory = std::to_string(*memory_mib(*complete.memory));
  auto& list = *complete.container_overrides;
  const auto& containers = items(definition.container_definitions);
  for (const aws::ecs::ContainerOverride& each : list) {
    const bool known =
        std::any_of(containers.begin(), containers.end(),
                    [&each](const auto& container) { return container.name == each.name; });
    if (!known) {
      return invalid("Override for container named " + each.name.value_or("") +
                     " is not a container in the TaskDefinition.");
    }
  }
  for (const aws::ecs::ContainerDefinition& container : containers) {
    const bool there = std::any_of(list.begin(), list.end(), [&container](const auto& each) {
      return each.name == container.name;
    });
    if (there) continue;
    aws::ecs::ContainerOverride none;
    none.name = container.name;
    list.push_back(std::move(none));
  }
  return complete;
}

/// The container's definition as it holds for this launch, as far as resources go.
struct ContainerNeeds {
  std::int32_t cpu = 0;
  std::optional<std::int32_t> memory;
  std::optional<std::int32_t> memory_reservation;
};
ContainerNeeds needs_of(const aws::ecs::ContainerDefinition& container,
                        const aws::ecs::TaskOverride& overrides) {
  ContainerNeeds needs{container.cpu.value_or(0), container.memory, container.memory_reservation};
  for (const aws::ecs::ContainerOverride& each : items(overrides.container_overrides)) {
    if (each.name != container.name) continue;
    if (each.cpu) needs.cpu = *each.cpu;
    if (each.memory) needs.memory = each.memory;
    if (each.memory_reservation) needs.memory_reservation = each.memory_reservation;
  }
  return needs;
}

void add_host_ports(scheduler::Request& needs, const aws::ecs::TaskDefinition& definition) {
  const std::string mode = definition.network_mode.value_or("bridge");
  if (mode != "bridge" && mode != "host") return;
  for (const auto& container : items(definition.container_definitions)) {
    for (const auto& mapping : items(container.port_mappings)) {
      const std::int32_t port = mapping.host_port.value_or(0);
      if (port == 0) continue;
      (mapping.protocol == "udp" ? needs.udp_ports : needs.tcp_ports).push_back(port);
    }
  }
}

/// What an instance must have: the definition's, or with roles of the request what a definition
/// with those would ask for.
std::vector<aws::ecs::Attribute> attributes_in_force(const Launch& launch) {
  if (!launch.overrides.task_role_arn && !launch.overrides.execution_role_arn) {
    return items(launch.definition.requires_attributes);
  }
  aws::ecs::TaskDefinition definition = launch.definition;
  definition.task_role_arn = launch.task_role_arn;
  definition.execution_role_arn = launch.execution_role_arn;
  return required_attributes(definition);
}

scheduler::Request task_needs(const Launch& launch) {
  scheduler::Request needs;
  std::int32_t memory = 0;
  for (const auto& container : items(launch.definition.container_definitions)) {
    const ContainerNeeds own = needs_of(container, launch.overrides);
    needs.cpu += own.cpu;
    memory += own.memory_reservation.value_or(own.memory.value_or(0));
  }
  const auto& overrides = launch.overrides;
  const auto& cpu = overrides.cpu ? overrides.cpu : launch.definition.cpu;
  const auto& task_memory = overrides.memory ? overrides.memory : launch.definition.memory;
  if (cpu) needs.cpu = number_of(cpu);
  needs.memory_mib = task_memory ? number_of(task_memory) : memory;
  add_host_ports(needs, launch.definition);
  for (const aws::ecs::Attribute& attribute : attributes_in_force(launch)) {
    needs.requires_attributes.push_back({attribute.name.value_or(""), attribute.value});
  }
  if (launch.launch_type == "EXTERNAL") {
    needs.requires_attributes.push_back({"ecs.capability.external", std::nullopt});
  }
  return needs;
}

Result<void> check_network(const aws::ecs::TaskDefinition& definition,
                           const LaunchOptions& options) {
  const bool own_network = definition.network_mode == "awsvpc";
  if (own_network && !options.network_configuration) {
    return invalid(
        "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (!own_network && options.network_configuration) {
    return invalid(
        "Network Configuration is not valid for the given networkMode of this task definition.");
  }
  return {};
}

Result<void> check_launch_type(const Launch& launch) {
  const auto& required = launch.definition.requires_compatibilities;
  const bool wanted =
      !required || required->empty() ||
      std::find(required->begin(), required->end(), launch.launch_type) != required->end();
  // There is no Fargate here: a definition that is made for it is refused like one that is not.
  if (!wanted || launch.launch_type == "FARGATE") {
    return invalid("Task definition does not support launch_type " + launch.launch_type + ".");
  }
  return {};
}

/// The roles in force: an override's is looked up and must be the caller's to pass, and so must the
/// definition's.
Result<void> settle_roles(Context& context, Launch& launch) {
  const auto settle = [&context](std::optional<std::string>& override_role,
                                 const std::optional<std::string>& own,
                                 std::string& in_force) -> Result<void> {
    if (override_role && override_role->empty()) override_role.reset();
    if (override_role) {
      BERTH_ASSIGN(override_role, role_arn_of(context, *override_role));
    }
    in_force = override_role ? *override_role : own.value_or("");
    if (in_force.empty()) return {};
    BERTH_TRY(require_pass_role(context, in_force));
    return require_assumable(context, in_force);
  };
  BERTH_TRY(settle(launch.overrides.task_role_arn, launch.definition.task_role_arn,
                   launch.task_role_arn));
  return settle(launch.overrides.execution_role_arn, launch.definition.execution_role_arn,
                launch.execution_role_arn);
}

std::vector<aws::ecs::Tag> launch_tags(const LaunchOptions& options,
                                       const std::vector<aws::ecs::Tag>& definition_tags,
                                       const std::string& cluster) {
  std::vector<aws::ecs::Tag> tags = items(options.tags);
  if (options.propagate_tags == "TASK_DEFINITION") {
    for (const aws::ecs::Tag& tag : definition_tags) {
      const bool given = std::any_of(tags.begin(), tags.end(),
                                     [&tag](const auto& own) { return own.key == tag.key; });
      if (!given) tags.push_back(tag);
    }
  }
  if (options.enable_ecs_managed_tags) {
    aws::ecs::Tag tag;
    tag.key = "aws:ecs:clusterName";
    tag.value = cluster;
    tags.push_back(std::move(tag));
  }
  return tags;
}

std::vector<aws::ecs::Container> new_containers(Context& context, const Launch& launch,
                                                const std::string& task_id) {
  std::vector<aws::ecs::Container> containers;
  const auto text = [](const std::optional<std::int32_t>& value) {
    return value ? std::optional(std::to_string(*value)) : std::nullopt;
  };
  for (const auto& definition : items(launch.definition.container_definitions)) {
    const ContainerNeeds needs = needs_of(definition, launch.overrides);
    aws::ecs::Container container;
    container.container_arn = "arn:aws:ecs:" + context.region.str() + ":" + context.account.str() +
                              ":container/" + launch.cluster.name + "/" + task_id + "/" +
                              random_uuid(context.random);
    container.name = definition.name;
    container.image = definition.image;
    container.last_status = "PENDING";
    container.network_interfaces.emplace();
    container.cpu = std::to_string(needs.cpu);
    container.memory = text(needs.memory);
    container.memory_reservation = text(needs.memory_reservation);
    containers.push_back(std::move(container));
  }
  return containers;
}

aws::ecs::Task new_body(Context& context, const Launch& launch, const std::string& task_id,
                        const scheduler::Attributes& attributes) {
  aws::ecs::Task body;
  body.attachments.emplace();
  body.attributes.emplace();
  if (const auto found = attributes.find("ecs.cpu-architecture"); found != attributes.end()) {
    aws::ecs::Attribute architecture;
    architecture.name = found->first;
    architecture.value = found->second;
    body.attributes->push_back(std::move(architecture));
  }
  if (const auto zone = attributes.find("ecs.availability-zone"); zone != attributes.end()) {
    body.availability_zone = zone->second;
  }
  body.containers = new_containers(context, launch, task_id);
  body.cpu = std::to_string(launch.needs.cpu);
  body.memory = std::to_string(launch.needs.memory_mib);
  body.enable_execute_command = launch.enable_execute_command;
  body.overrides = launch.overrides;
  body.ephemeral_storage = launch.definition.ephemeral_storage;
  return body;
}

}  // namespace

Result<Launch> prepare_launch(Context& context, const LaunchOptions& options) {
  Launch launch;
  BERTH_ASSIGN(launch.cluster, require_usable_cluster(context, options.cluster));
  BERTH_ASSIGN(const store::TaskDefinitionRecord record,
               require_active_task_definition(context, options.task_definition.value_or("")));
  launch.definition = shown_task_definition(record);
  BERTH_TRY(check_network(launch.definition, options));
  if (options.started_by.value_or("").size() > kStartedByMax) {
    return invalid("startedBy can be at most 128 characters long.");
  }
  BERTH_TRY(check_tags(items(options.tags)));
  BERTH_ASSIGN(launch.overrides, complete_overrides(launch.definition, options.overrides));
  launch.tags = launch_tags(options, tags_of(record.tags_json), launch.cluster.name);
  launch.group = options.group.value_or("family:" + record.family);
  launch.started_by = options.started_by.value_or("");
  launch.launch_type = options.launch_type;
  launch.enable_execute_command = options.enable_execute_command;
  BERTH_TRY(check_launch_type(launch));
  BERTH_TRY(settle_roles(context, launch));
  launch.needs = task_needs(launch);
  return launch;
}

std::shared_ptr<const scheduler::Attributes> AttributeReader::read(
    const store::ContainerInstanceRecord& instance) {
  auto& set = sets_[instance.attributes_hash];
  if (!set) {
    auto read = std::make_shared<scheduler::Attributes>();
    for (const auto& attribute : attributes_of(store::attributes_of_instance(tx_, instance))) {
      read->emplace(attribute.name.value_or(""), attribute.value.value_or(""));
    }
    set = std::move(read);
  }
  return set;
}

scheduler::Instance to_place_on(const store::ContainerInstanceRecord& instance,
                                AttributeReader& attributes) {
  scheduler::Instance seen;
  seen.arn = store::container_instance_arn(instance);
  seen.id = instance.id;
  seen.active = instance.status == "ACTIVE";
  seen.agent_connected = instance.agent_connected;
  seen.attributes = attributes.read(instance);
  seen.remaining_cpu = instance.registered_cpu - instance.used.cpu;
  seen.remaining_memory_mib = instance.registered_memory_mib - instance.used.memory_mib;
  seen.taken_tcp_ports = instance.registered_tcp_ports;
  seen.taken_tcp_ports.insert(seen.taken_tcp_ports.end(), instance.used.tcp_ports.begin(),
                              instance.used.tcp_ports.end());
  seen.taken_udp_ports = instance.registered_udp_ports;
  seen.taken_udp_ports.insert(seen.taken_udp_ports.end(), instance.used.udp_ports.begin(),
                              instance.used.udp_ports.end());
  seen.tasks = instance.running_tasks + instance.pending_tasks;
  return seen;
}

aws::ecs::Task start_on(Context& context, const Launch& launch,
                        store::ContainerInstanceRecord& instance,
                        const scheduler::Attributes& attributes) {
  store::TaskRecord task;
  task.account = context.account.str();
  task.region = context.region.str();
  task.cluster = launch.cluster.name;
  task.task_id = random_hex(context.random, 32);
  task.container_instance_arn = store::container_instance_arn(instance);
  task.family = launch.definition.family.value_or("");
  task.revision = launch.definition.revision.value_or(0);
  task.group = launch.group;
  task.started_by = launch.started_by;
  task.launch_type = launch.launch_type;
  task.last_status = "PENDING";
  task.desired_status = "RUNNING";
  task.created_at_ms = to_epoch_ms(context.now);
  task.reservation = {launch.needs.cpu, launch.needs.memory_mib, launch.needs.tcp_ports,
                      launch.needs.udp_ports};
  task.task_role_arn = launch.task_role_arn;
  task.execution_role_arn = launch.execution_role_arn;
  if (!task.task_role_arn.empty()) task.credentials_id = random_uuid(context.random);
  if (!task.execution_role_arn.empty()) {
    task.execution_credentials_id = random_uuid(context.random);
  }
  task.body_json = task_body(new_body(context, launch, task.task_id, attributes));
  task.tags_json = tags_text(launch.tags);
  store::insert_task(context.tx, task);
  store::reserve_on_instance(instance, task.reservation);
  ++instance.pending_tasks;
  store::update_instance_usage(context.tx, instance);
  auto& told = context.effects.instances_changed;
  const Arn arn(task.container_instance_arn);
  if (std::find(told.begin(), told.end(), arn) == told.end()) told.push_back(arn);
  return shown_task(task, Tags::kShow);
}

aws::ecs::Failure shown_refusal(const scheduler::Refusal& refusal) {
  aws::ecs::Failure failure;
  failure.arn = refusal.arn;
  failure.reason = refusal.reason;
  if (!refusal.detail.empty()) failure.detail = refusal.detail;
  return failure;
}

}  // namespace berth::services::ecs
