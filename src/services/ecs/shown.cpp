// What a caller sees of records: columns and JSON put together into the model's structures.
#include "services/ecs/shown.h"

#include <optional>

namespace berth::services::ecs {
namespace {

std::optional<TimePoint> time_of(const std::optional<std::int64_t>& epoch_ms) {
  return epoch_ms ? std::optional(from_epoch_ms(*epoch_ms)) : std::nullopt;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string cluster_arn_of(const store::TaskRecord& task) {
  return "arn:aws:ecs:" + task.region + ":" + task.account + ":cluster/" + task.cluster;
}

aws::ecs::Resource integer_resource(const char* name, std::int32_t value) {
  aws::ecs::Resource resource;
  resource.name = name;
  resource.type = "INTEGER";
  resource.double_value = 0.0;
  resource.long_value = 0;
  resource.integer_value = value;
  return resource;
}

aws::ecs::Resource port_resource(const char* name, const std::vector<std::int32_t>& registered,
                                 const std::vector<std::int32_t>& used) {
  aws::ecs::Resource resource;
  resource.name = name;
  resource.type = "STRINGSET";
  resource.double_value = 0.0;
  resource.long_value = 0;
  resource.integer_value = 0;
  auto& ports = resource.string_set_value.emplace();
  for (const std::int32_t port : registered) ports.push_back(std::to_string(port));
  for (const std::int32_t port : used) ports.push_back(std::to_string(port));
  return resource;
}

std::vector<aws::ecs::Resource> resources_of(const store::ContainerInstanceRecord& instance,
                                             const store::Reservation& used) {
  return {
      integer_resource("CPU", instance.registered_cpu - used.cpu),
      integer_resource("MEMORY", instance.registered_memory_mib - used.memory_mib),
      port_resource("PORTS", instance.registered_tcp_ports, used.tcp_ports),
      port_resource("PORTS_UDP", instance.registered_udp_ports, used.udp_ports),
  };
}

}  // namespace

std::vector<aws::ecs::Tag> tags_of(std::string_view tags_json) {
  if (tags_json.empty()) return {};
  return decode_record<aws::ecs::ListTagsForResourceResponse>(tags_json).tags.value_or(
      std::vector<aws::ecs::Tag>());
}

std::string tags_text(const std::vector<aws::ecs::Tag>& tags) {
  if (tags.empty()) return {};
  aws::ecs::ListTagsForResourceResponse holder;
  holder.tags = tags;
  return aws::encode_json(holder);
}

std::vector<aws::ecs::Attribute> attributes_of(std::string_view attributes_json) {
  return decode_record<aws::ecs::ListAttributesResponse>(attributes_json)
      .attributes.value_or(std::vector<aws::ecs::Attribute>());
}

std::string attributes_text(const std::vector<aws::ecs::Attribute>& attributes) {
  aws::ecs::ListAttributesResponse holder;
  holder.attributes = attributes;
  return aws::encode_json(holder);
}

aws::ecs::Task shown_task(const store::TaskRecord& task, Tags tags) {
  auto shown = decode_record<aws::ecs::Task>(task.body_json);
  shown.task_arn = store::task_arn(task);
  shown.cluster_arn = cluster_arn_of(task);
  shown.container_instance_arn = unless_empty(task.container_instance_arn);
  shown.task_definition_arn = "arn:aws:ecs:" + task.region + ":" + task.account +
                              ":task-definition/" + task.family + ":" +
                              std::to_string(task.revision);
  shown.group = task.group;
  shown.started_by = unless_empty(task.started_by);
  shown.launch_type = task.launch_type;
  shown.last_status = task.last_status;
  shown.desired_status = task.desired_status;
  shown.stop_code = task.stop_code;
  shown.stopped_reason = task.stopped_reason;
  shown.created_at = from_epoch_ms(task.created_at_ms);
  shown.started_at = time_of(task.started_at_ms);
  shown.stopping_at = time_of(task.stopping_at_ms);
  shown.stopped_at = time_of(task.stopped_at_ms);
  shown.version = task.version;
  if (shown.containers) {
    for (aws::ecs::Container& container : *shown.containers) container.task_arn = shown.task_arn;
  }
  shown.tags = tags == Tags::kShow ? tags_of(task.tags_json) : std::vector<aws::ecs::Tag>();
  return shown;
}

std::string task_body(aws::ecs::Task task) {
  task.task_arn.reset();
  task.cluster_arn.reset();
  task.container_instance_arn.reset();
  task.task_definition_arn.reset();
  task.group.reset();
  task.started_by.reset();
  task.launch_type.reset();
  task.last_status.reset();
  task.desired_status.reset();
  task.stop_code.reset();
  task.stopped_reason.reset();
  task.created_at.reset();
  task.started_at.reset();
  task.stopping_at.reset();
  task.stopped_at.reset();
  task.version.reset();
  task.tags.reset();
  if (task.containers) {
    for (aws::ecs::Container& container : *task.containers) container.task_arn.reset();
  }
  return aws::encode_json(task);
}

aws::ecs::ContainerInstance shown_container_instance(const store::ContainerInstanceRecord& instance,
                                                     Tags tags) {
  auto shown = decode_record<aws::ecs::ContainerInstance>(instance.body_json);
  shown.container_instance_arn = store::container_instance_arn(instance);
  shown.version = instance.version;
  shown.registered_resources = resources_of(instance, {});
  shown.remaining_resources = resources_of(instance, instance.used);
  shown.status = instance.status;
  shown.agent_connected = instance.agent_connected;
  shown.running_tasks_count = instance.running_tasks;
  shown.pending_tasks_count = instance.pending_tasks;
  shown.attributes = attributes_of(instance.attributes_json);
  shown.registered_at = from_epoch_ms(instance.registered_at_ms);
  if (!shown.attachments) shown.attachments.emplace();
  shown.tags = tags == Tags::kShow ? tags_of(instance.tags_json) : std::vector<aws::ecs::Tag>();
  return shown;
}

aws::ecs::TaskDefinition shown_task_definition(const store::TaskDefinitionRecord& definition) {
  auto shown = decode_record<aws::ecs::TaskDefinition>(definition.body_json);
  shown.status = definition.status;
  shown.deregistered_at = time_of(definition.deregistered_at_ms);
  return shown;
}

}  // namespace berth::services::ecs
