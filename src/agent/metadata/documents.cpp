// A task and its containers as the metadata endpoint shows them.
#include "agent/metadata/documents.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <vector>

#include "agent/container_request.h"
#include "agent/task_directory.h"
#include "aws/json_codec.h"
#include "aws/models/docker.h"
#include "base/time_format.h"

namespace berth::agent {
namespace {

using aws::agent::MetadataContainer;
using aws::agent::MetadataNetwork;
using aws::agent::MetadataPort;
using aws::agent::MetadataTask;

std::optional<std::string> time_if_set(std::int64_t epoch_ms) {
  if (epoch_ms == 0) return std::nullopt;
  return go_time(epoch_ms);
}

std::optional<std::string> text_if_set(const std::optional<std::string>& text) {
  if (text.value_or("").empty()) return std::nullopt;
  return text;
}

std::map<std::string, std::string> labels_of(const TaskRecord& task,
                                             const ContainerRecord& container,
                                             const aws::acs::Container& definition,
                                             const std::string& cluster) {
  std::map<std::string, std::string> labels;
  if (definition.docker_config && definition.docker_config->config) {
    const auto config =
        aws::decode_json<aws::docker::ContainerCreateRequest>(*definition.docker_config->config);
    if (config && config->labels) labels = *config->labels;
  }
  labels[kLabelCluster] = cluster;
  labels[kLabelContainerName] = container.name;
  labels[kLabelTaskArn] = task.arn;
  labels[kLabelFamily] = task.payload.family.value_or("");
  labels[kLabelVersion] = task.payload.version.value_or("");
  return labels;
}

std::vector<MetadataPort> ports_of(const ContainerRecord& container, MetadataVersion version) {
  std::vector<MetadataPort> ports;
  for (const auto& binding : container.bindings) {
    MetadataPort port;
    port.container_port = binding.container_port;
    port.protocol = binding.protocol;
    port.host_port = binding.host_port;
    if (version == MetadataVersion::kV4) port.host_ip = text_if_set(binding.bind_ip);
    ports.push_back(std::move(port));
  }
  return ports;
}

std::vector<MetadataNetwork> networks_of(const ContainerRecord& container,
                                         const aws::acs::Container& definition) {
  std::vector<MetadataNetwork> networks;
  const auto add = [&](const std::string& mode, const std::string& address) {
    MetadataNetwork network;
    network.network_mode = mode;
    network.i_pv4_addresses = std::vector<std::string>{address};
    networks.push_back(std::move(network));
  };
  for (const auto& [network, address] : container.addresses) add(network, address);
  // Of a network without addresses the container agent shows an empty one.
  if (networks.empty()) add(network_mode_in(definition), "");
  return networks;
}

void add_log_driver(MetadataContainer& document, const aws::acs::Container& definition) {
  if (!definition.docker_config || !definition.docker_config->host_config) return;
  const auto host =
      aws::decode_json<aws::docker::HostConfig>(*definition.docker_config->host_config);
  if (!host || !host->log_config) return;
  document.log_driver = text_if_set(host->log_config->type);
  const auto& options = host->log_config->config;
  if (options && !options->empty()) document.log_options = options;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void add_definition(MetadataContainer& document, const TaskRecord& task,
                    const ContainerRecord& container, const aws::acs::Container& definition,
                    const std::string& cluster, MetadataVersion version) {
  // Docker gives no container fewer shares than 2, and this agent asks for none.
  constexpr int kCpuSharesMin = 2;
  document.image = definition.image.value_or("");
  document.labels = labels_of(task, container, definition, cluster);
  document.limits->cpu = std::max(definition.cpu.value_or(0), kCpuSharesMin);
  document.limits->memory = definition.memory.value_or(0);
  if (version != MetadataVersion::kV2) document.networks = networks_of(container, definition);
  if (version != MetadataVersion::kV4) return;
  add_log_driver(document, definition);
  document.container_arn = text_if_set(definition.container_arn);
}

}  // namespace

std::string go_time(std::int64_t epoch_ms) {
  std::string text = format_iso8601(from_epoch_ms(epoch_ms));
  auto fraction = std::to_string(1000 + epoch_ms % 1000).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) text.insert(text.size() - 1, "." + fraction);
  return text;
}

MetadataContainer container_document(const TaskRecord& task, const ContainerRecord& container,
                                     const std::string& cluster, MetadataVersion version) {
  const bool stops = task.desired == Status::kStopped || container.known == Status::kStopped;
  MetadataContainer document;
  document.docker_id = container.docker_id;
  document.name = container.name;
  document.docker_name = container.docker_name;
  document.image = "";
  document.image_id = container.image_id;
  auto ports = ports_of(container, version);
  if (!ports.empty()) document.ports = std::move(ports);
  document.desired_status = to_text(stops ? Status::kStopped : Status::kRunning);
  document.known_status = to_text(container.known);
  document.exit_code = container.exit_code;
  document.limits.emplace();
  document.created_at = time_if_set(container.created_at_ms);
  document.started_at = time_if_set(container.started_at_ms);
  document.finished_at = time_if_set(container.finished_at_ms);
  document.type = "NORMAL";
  if (!container.health.empty()) {
    document.health.emplace();
    document.health->status = container.health == "starting" ? "UNKNOWN" : upper(container.health);
  }
  const auto* definition = find_definition(task, container.name);
  if (definition) add_definition(document, task, container, *definition, cluster, version);
  return document;
}

MetadataTask task_document(const TaskRecord& task, const std::string& cluster,
                           MetadataVersion version) {
  MetadataTask document;
  document.cluster = cluster;
  document.task_arn = task.arn;
  document.family = task.payload.family.value_or("");
  document.revision = task.payload.version.value_or("");
  document.desired_status = to_text(task.desired);
  document.known_status = to_text(task.known);
  const double cpu = task.payload.cpu.value_or(0);
  const int memory = task.payload.memory.value_or(0);
  if (cpu > 0 || memory > 0) {
    document.limits.emplace();
    if (cpu > 0) document.limits->cpu = cpu;
    if (memory > 0) document.limits->memory = memory;
  }
  document.pull_started_at = time_if_set(task.pull_started_at_ms);
  document.pull_stopped_at = time_if_set(task.pull_stopped_at_ms);
  document.execution_stopped_at = time_if_set(task.execution_stopped_at_ms);
  document.availability_zone = text_if_set(task.payload.zone);
  if (version == MetadataVersion::kV4) {
    document.launch_type = text_if_set(task.payload.launch_type);
    document.service_name = text_if_set(task.payload.service_name);
  }
  std::vector<MetadataContainer> containers;
  for (const auto& container : task.containers) {
    if (container.docker_id.empty()) continue;
    containers.push_back(container_document(task, container, cluster, version));
  }
  if (!containers.empty()) document.containers = std::move(containers);
  return document;
}

}  // namespace berth::agent
