// What a task asks of a container instance, and what instances have.
#include "doctor/instances.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "doctor/names.h"

namespace berth::doctor {
namespace {

std::int64_t number_in(const std::optional<std::string>& text) {
  std::int64_t number = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

const aws::ecs::Resource* remaining(const Instance& instance, std::string_view name) {
  for (const auto& resource : items(instance.remaining_resources)) {
    if (resource.name == name) return &resource;
  }
  return nullptr;
}

bool is_short_of(const Instance& instance, std::string_view name, std::int64_t wanted) {
  const auto* const resource = remaining(instance, name);
  return resource != nullptr && resource->integer_value && *resource->integer_value < wanted;
}

/// MiB: the task's own, else what each container reserves.
std::int64_t memory_wanted(const Evidence& evidence) {
  if (const auto of_task = number_in(evidence.definition->memory)) return of_task;
  std::int64_t sum = 0;
  for (const auto& container : containers_of(evidence)) {
    sum += container.memory_reservation.value_or(container.memory.value_or(0));
  }
  return sum;
}

std::int64_t cpu_wanted(const Evidence& evidence) {
  if (const auto of_task = number_in(evidence.definition->cpu)) return of_task;
  std::int64_t sum = 0;
  for (const auto& container : containers_of(evidence)) sum += container.cpu.value_or(0);
  return sum;
}

bool has_taken_port(const Evidence& evidence, const Instance& instance) {
  for (const auto& container : containers_of(evidence)) {
    for (const auto& mapping : items(container.port_mappings)) {
      const int port = mapping.host_port.value_or(0);
      const bool is_udp = mapping.protocol == "udp";
      const auto* const taken = remaining(instance, is_udp ? "PORTS_UDP" : "PORTS");
      if (port == 0 || taken == nullptr) continue;
      const auto& ports = items(taken->string_set_value);
      if (std::find(ports.begin(), ports.end(), std::to_string(port)) != ports.end()) return true;
    }
  }
  return false;
}

}  // namespace

bool has_attribute(const Instance& instance, const std::string& name) {
  const auto& attributes = items(instance.attributes);
  return std::any_of(attributes.begin(), attributes.end(),
                     [&name](const auto& attribute) { return attribute.name == name; });
}

bool is_active(const Instance& instance) {
  return instance.status == "ACTIVE";
}

std::string instance_label(const Instance& instance) {
  return "instance " + last_segment(instance.container_instance_arn.value_or(""));
}

std::string role_attribute(const Evidence& evidence) {
  if (!has_task_role(evidence)) return "";
  const std::string mode = network_mode_of(evidence);
  if (mode == "none") return "";
  return std::string("com.amazonaws.ecs.capability.task-iam-role") +
         (mode == "host" ? "-network-host" : "");
}

std::optional<std::string> lacking_resource(const Evidence& evidence, const Instance& instance) {
  if (!evidence.definition) return std::nullopt;
  if (is_short_of(instance, "CPU", cpu_wanted(evidence))) return "RESOURCE:CPU";
  if (is_short_of(instance, "MEMORY", memory_wanted(evidence))) return "RESOURCE:MEMORY";
  if (has_taken_port(evidence, instance)) return "RESOURCE:PORTS";
  return std::nullopt;
}

bool is_berth_agent(const Instance& instance) {
  return instance.version_info && instance.version_info->agent_hash == "berth";
}

std::optional<bool> agent_is_older(const Instance& instance, int major, int minor) {
  if (!instance.version_info || is_berth_agent(instance)) return std::nullopt;
  const std::string version = instance.version_info->agent_version.value_or("");
  int has_major = 0;
  int has_minor = 0;
  const char* const end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, has_major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, has_minor);
  // The real agent has been 1.x since it was first released.
  if (second.ec != std::errc() || has_major < 1) return std::nullopt;
  return has_major != major ? has_major < major : has_minor < minor;
}

}  // namespace berth::doctor
