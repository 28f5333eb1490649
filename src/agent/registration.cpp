// Pure: settings and facts in, a request out.
#include "agent/registration.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace berth::agent {
namespace {

constexpr int kApiMinorOldest = 17;
constexpr int kCpuUnitsPerCore = 1024;
constexpr std::int64_t kMebibyte = 1024 * 1024;
const std::string kCapability = "com.amazonaws.ecs.capability.";

using Attributes = std::vector<aws::ecs::Attribute>;

void add(Attributes& attributes, std::string name, std::string value = {}) {
  aws::ecs::Attribute attribute;
  attribute.name = std::move(name);
  if (!value.empty()) attribute.value = std::move(value);
  attributes.push_back(std::move(attribute));
}

/// Every engine does what older versions of its API did, even where it refuses to be asked in them.
void add_api_versions(Attributes& attributes, const std::string& newest) {
  int minor = 0;
  const auto dot = newest.find('.');
  if (dot == std::string::npos) return;
  std::from_chars(newest.data() + dot + 1, newest.data() + newest.size(), minor);
  for (int each = kApiMinorOldest; each <= minor; ++each) {
    add(attributes, kCapability + "docker-remote-api.1." + std::to_string(each));
  }
}

std::string cpu_architecture(const std::string& machine) {
  if (machine == "aarch64" || machine == "arm64") return "arm64";
  return "x86_64";
}

Attributes attributes_of(const Settings& settings, const InstanceFacts& facts) {
  Attributes attributes;
  if (!settings.disable_privileged) add(attributes, kCapability + "privileged-container");
  add_api_versions(attributes, facts.docker_api_version);
  for (const auto& driver : settings.logging_drivers) {
    add(attributes, kCapability + "logging-driver." + driver);
  }
  if (settings.task_iam_role) add(attributes, kCapability + "task-iam-role");
  if (settings.task_iam_role_network_host) {
    add(attributes, kCapability + "task-iam-role-network-host");
  }
  if (settings.awslogs_execution_role_override) {
    add(attributes, "ecs.capability.execution-role-awslogs");
  }
  add(attributes, "ecs.capability.container-health-check");
  add(attributes, "ecs.capability.container-ordering");
  add(attributes, "ecs.capability.docker-plugin.local");
  add(attributes, "ecs.capability.full-sync");
  if (settings.external) add(attributes, "ecs.capability.external");
  add(attributes, "ecs.os-type", "linux");
  add(attributes, "ecs.os-family", "LINUX");
  add(attributes, "ecs.cpu-architecture", cpu_architecture(facts.architecture));
  return attributes;
}

aws::ecs::Resource integer_resource(const char* name, int value) {
  aws::ecs::Resource resource;
  resource.name = name;
  resource.type = "INTEGER";
  resource.integer_value = value;
  return resource;
}

aws::ecs::Resource ports_resource(const char* name, const std::vector<std::uint16_t>& ports) {
  aws::ecs::Resource resource;
  resource.name = name;
  resource.type = "STRINGSET";
  resource.string_set_value.emplace();
  for (const auto port : ports) resource.string_set_value->push_back(std::to_string(port));
  return resource;
}

}  // namespace

InstanceFacts facts_of(const aws::docker::VersionResponse& version,
                       const aws::docker::InfoResponse& info, const std::string& api_version,
                       const std::string& agent_version) {
  InstanceFacts facts;
  facts.cpu_units = info.ncpu.value_or(1) * kCpuUnitsPerCore;
  facts.memory_mib = static_cast<int>(info.mem_total.value_or(0) / kMebibyte);
  facts.docker_version = version.version.value_or("");
  facts.docker_api_version = api_version;
  facts.architecture = info.architecture.value_or("x86_64");
  facts.agent_version = agent_version;
  return facts;
}

aws::ecs::RegisterContainerInstanceRequest make_registration(
    const Settings& settings, const InstanceFacts& facts,
    const std::string& container_instance_arn) {
  aws::ecs::RegisterContainerInstanceRequest request;
  request.cluster = settings.cluster;
  request.instance_identity_document = "";
  request.instance_identity_document_signature = "";
  request.attributes = attributes_of(settings, facts);
  if (container_instance_arn.empty()) {
    for (const auto& [name, value] : settings.instance_attributes) {
      add(*request.attributes, name, value);
    }
  } else {
    request.container_instance_arn = container_instance_arn;
  }
  const int memory = std::max(0, facts.memory_mib - settings.reserved_memory_mib);
  request.total_resources = {integer_resource("CPU", facts.cpu_units),
                             integer_resource("MEMORY", memory),
                             ports_resource("PORTS", settings.reserved_ports),
                             ports_resource("PORTS_UDP", settings.reserved_ports_udp)};
  aws::ecs::VersionInfo versions;
  versions.agent_version = facts.agent_version;
  versions.agent_hash = "berth";
  versions.docker_version = "DockerVersion: " + facts.docker_version;
  request.version_info = std::move(versions);
  if (!settings.instance_tags.empty()) {
    request.tags.emplace();
    for (const auto& [key, value] : settings.instance_tags) {
      aws::ecs::Tag tag;
      tag.key = key;
      tag.value = value;
      request.tags->push_back(std::move(tag));
    }
  }
  return request;
}

}  // namespace berth::agent
