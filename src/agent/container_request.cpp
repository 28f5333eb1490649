// From a task's payload to Docker's create call, without Docker: the pure half of a start.
#include "agent/container_request.h"

#include <algorithm>
#include <utility>

#include "acs/payload.h"
#include "aws/json_codec.h"

namespace berth::agent {

namespace {

constexpr std::int64_t kMemoryUnit = 1024 * 1024;
/// Docker refuses less.
constexpr std::int64_t kMemoryBytesMin = 6 * kMemoryUnit;

using aws::docker::ContainerCreateRequest;
using aws::docker::HostConfig;

Fault refused(std::string message) {
  return client_fault("CannotCreateContainerError", std::move(message));
}

std::string docker_safe(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
    if (fine) safe += c;
  }
  return safe;
}

/// `Config` of the payload's dockerConfig, whose members are those of a create call.
Result<ContainerCreateRequest> docker_config_of(const aws::acs::Container& definition) {
  ContainerCreateRequest request;
  const auto& docker = definition.docker_config;
  if (docker && docker->config) {
    auto config = aws::decode_json<ContainerCreateRequest>(*docker->config);
    if (!config) return fail(refused("dockerConfig.config: " + config.error().message));
    request = std::move(*config);
  }
  request.host_config.emplace();
  if (docker && docker->host_config) {
    auto host = aws::decode_json<HostConfig>(*docker->host_config);
    if (!host) return fail(refused("dockerConfig.hostConfig: " + host.error().message));
    request.host_config = std::move(*host);
  }
  return request;
}

Result<void> check_served(const TaskRecord& task, const aws::acs::Container& definition,
                          const ContainerCreateRequest& request, const Settings& settings) {
  if (task.payload.network_mode == "awsvpc") {
    return fail(refused("network mode awsvpc is not served by this agent"));
  }
  if (definition.environment_files && !definition.environment_files->empty()) {
    return fail(refused("environment files are not served by this agent"));
  }
  const bool privileged =
      definition.privileged.value_or(false) || request.host_config->privileged.value_or(false);
  if (privileged && settings.disable_privileged) {
    return fail(refused("privileged containers are disabled by ECS_DISABLE_PRIVILEGED"));
  }
  if (task.payload.pid_mode == "task" || task.payload.ipc_mode == "task") {
    return fail(refused("namespaces shared within a task are not served by this agent"));
  }
  return {};
}

const aws::acs::Volume* find_volume(const TaskRecord& task, const std::string& name) {
  if (!task.payload.volumes) return nullptr;
  for (const auto& volume : *task.payload.volumes) {
    if (volume.name == name) return &volume;
  }
  return nullptr;
}

Result<void> add_mounts(ContainerCreateRequest& request, const TaskRecord& task,
                        const aws::acs::Container& definition) {
  if (!definition.mount_points) return {};
  for (const auto& mount : *definition.mount_points) {
    const auto name = mount.source_volume.value_or("");
    const auto* volume = find_volume(task, name);
    if (!volume) return fail(refused("mount point names volume " + name + ", which is not there"));
    if (volume->type == "efs" || volume->type == "fsxWindowsFileServer" || volume->type == "ebs") {
      return fail(refused("volumes of type " + *volume->type + " are not served by this agent"));
    }
    const bool on_host = volume->host && !volume->host->source_path.value_or("").empty();
    auto bind = (on_host ? *volume->host->source_path : docker_volume_name(task, *volume)) + ":" +
                mount.container_path.value_or("");
    if (mount.read_only.value_or(false)) bind += ":ro";
    if (!request.host_config->binds) request.host_config->binds.emplace();
    request.host_config->binds->push_back(std::move(bind));
  }
  return {};
}

Result<void> add_neighbours(ContainerCreateRequest& request, const TaskRecord& task,
                            const aws::acs::Container& definition) {
  auto& host = *request.host_config;
  for (const auto& link : definition.links.value_or(std::vector<std::string>{})) {
    const auto colon = link.find(':');
    const auto* other = find_container(task, link.substr(0, colon));
    if (!other) return fail(refused("link names container " + link + ", which is not there"));
    if (!host.links) host.links.emplace();
    host.links->push_back(other->docker_name + ":" +
                          (colon == std::string::npos ? link : link.substr(colon + 1)));
  }
  for (const auto& source : definition.volumes_from.value_or(std::vector<aws::acs::VolumeFrom>{})) {
    const auto* other = find_container(task, source.source_container.value_or(""));
    if (!other) {
      return fail(refused("volumesFrom names container " + source.source_container.value_or("") +
                          ", which is not there"));
    }
    if (!host.volumes_from) host.volumes_from.emplace();
    host.volumes_from->push_back(other->docker_name +
                                 (source.read_only.value_or(false) ? ":ro" : ":rw"));
  }
  return {};
}

void add_limits(ContainerCreateRequest& request, const TaskRecord& task,
                const aws::acs::Container& definition, const Settings& settings) {
  auto& host = *request.host_config;
  const std::int64_t memory = definition.memory.value_or(0) * kMemoryUnit;
  if (memory > 0) host.memory = std::max(memory, kMemoryBytesMin);
  host.cpu_shares = std::max(definition.cpu.value_or(0), 2);
  if (definition.privileged.value_or(false)) host.privileged = true;
  if (settings.task_pids_limit > 0) host.pids_limit = settings.task_pids_limit;
  if (task.payload.pid_mode == "host") host.pid_mode = "host";
  if (task.payload.ipc_mode) host.ipc_mode = task.payload.ipc_mode;
  // The task decides what follows an exit, never the engine.
  host.restart_policy.reset();
  host.auto_remove.reset();
}

void add_labels(ContainerCreateRequest& request, const TaskRecord& task,
                const ContainerRecord& container, const Settings& settings) {
  if (!request.labels) request.labels.emplace();
  auto& labels = *request.labels;
  labels[kLabelCluster] = settings.cluster;
  labels[kLabelContainerName] = container.name;
  labels[kLabelTaskArn] = task.arn;
  labels[kLabelFamily] = task.payload.family.value_or("");
  labels[kLabelVersion] = task.payload.version.value_or("");
}

bool joins_another_network(const std::string& mode) {
  return mode.rfind("container:", 0) == 0;
}

}  // namespace

std::string make_docker_name(const TaskRecord& task, const std::string& container, Random& random) {
  return "ecs-" + docker_safe(task.payload.family.value_or("")) + "-" +
         docker_safe(task.payload.version.value_or("")) + "-" + docker_safe(container) + "-" +
         random_hex(random, 20);
}

std::string docker_volume_name(const TaskRecord& task, const aws::acs::Volume& volume) {
  const bool shared =
      volume.docker_volume_configuration && volume.docker_volume_configuration->scope == "shared";
  const auto name = volume.name.value_or("");
  if (shared) return name;
  return "ecs-" + docker_safe(task.payload.family.value_or("")) + "-" +
         docker_safe(task.payload.version.value_or("")) + "-" + docker_safe(name) + "-" +
         acs::task_id_of_arn(task.arn).substr(0, 20);
}

Result<ContainerCreateRequest> make_create_request(const TaskRecord& task,
                                                   const ContainerRecord& container,
                                                   const Settings& settings) {
  const auto* definition = find_definition(task, container.name);
  if (!definition) return fail(refused("the task has no container " + container.name));
  BERTH_ASSIGN(auto request, docker_config_of(*definition));
  BERTH_TRY(check_served(task, *definition, request, settings));
  request.image = definition->image;
  request.cmd = definition->command;
  request.entrypoint = definition->entry_point;
  // Docker takes an empty list for an override that clears the image's own.
  if (request.cmd && request.cmd->empty()) request.cmd.reset();
  if (request.entrypoint && request.entrypoint->empty()) request.entrypoint.reset();
  if (definition->environment) {
    for (const auto& [name, value] : *definition->environment) {
      add_environment(request, name, value);
    }
  }
  add_limits(request, task, *definition, settings);
  add_labels(request, task, container, settings);
  BERTH_TRY(add_mounts(request, task, *definition));
  BERTH_TRY(add_neighbours(request, task, *definition));
  return request;
}

std::string network_mode_of(const ContainerCreateRequest& request) {
  const bool given = request.host_config && request.host_config->network_mode;
  return given ? *request.host_config->network_mode : "default";
}

void add_environment(ContainerCreateRequest& request, const std::string& name,
                     const std::string& value) {
  if (!request.env) request.env.emplace();
  const auto prefix = name + "=";
  for (const auto& entry : *request.env) {
    if (entry.rfind(prefix, 0) == 0) return;
  }
  request.env->push_back(prefix + value);
}

void add_network(ContainerCreateRequest& request, const aws::acs::Container& definition,
                 const EndpointsMode& endpoints) {
  auto& host = *request.host_config;
  const auto mode = network_mode_of(request);
  const bool has_ports = mode != "host" && mode != "none" && !joins_another_network(mode);
  if (has_ports && definition.port_mappings) {
    for (const auto& mapping : *definition.port_mappings) {
      if (!mapping.container_port) continue;
      const auto port =
          std::to_string(*mapping.container_port) + "/" + mapping.protocol.value_or("tcp");
      if (!request.exposed_ports) request.exposed_ports.emplace();
      if (!host.port_bindings) host.port_bindings.emplace();
      (*request.exposed_ports)[port] = {};
      aws::docker::PortBinding binding;
      binding.host_port = std::to_string(mapping.host_port.value_or(0));
      (*host.port_bindings)[port].push_back(std::move(binding));
    }
  }
  if (!endpoints.transparent || mode == "none" || joins_another_network(mode)) return;
  const bool own_servers = host.dns && !host.dns->empty();
  if (endpoints.names_by_responder && !own_servers) {
    host.dns = std::vector<std::string>{endpoints.address};
    return;
  }
  if (!host.extra_hosts) host.extra_hosts.emplace();
  for (const auto& name : endpoints.host_names) {
    const bool given =
        std::any_of(host.extra_hosts->begin(), host.extra_hosts->end(),
                    [&](const std::string& entry) { return entry.rfind(name + ":", 0) == 0; });
    if (!given) host.extra_hosts->push_back(name + ":" + endpoints.address);
  }
}

void add_credentials(ContainerCreateRequest& request, const TaskRecord& task,
                     const ContainerRecord& container, const EndpointsMode& endpoints) {
  const auto base = "http://" + endpoints.address;
  if (!task.role_credentials_id.empty()) {
    add_environment(request, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                    "/v2/credentials/" + task.role_credentials_id);
  }
  add_environment(request, "ECS_CONTAINER_METADATA_URI", base + "/v3/" + container.endpoint_id);
  add_environment(request, "ECS_CONTAINER_METADATA_URI_V4", base + "/v4/" + container.endpoint_id);
  add_environment(request, "ECS_AGENT_URI", base + "/api/" + container.endpoint_id);
  if (!endpoints.transparent && !endpoints.endpoint_url.empty()) {
    add_environment(request, "AWS_ENDPOINT_URL", endpoints.endpoint_url);
  }
}

void add_trust(ContainerCreateRequest& request, const std::string& host_path) {
  auto& host = *request.host_config;
  if (!host.binds) host.binds.emplace();
  host.binds->push_back(host_path + ":" + kBundlePathInContainer + ":ro");
  for (const char* name : {"AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE",
                           "NODE_EXTRA_CA_CERTS"}) {
    add_environment(request, name, kBundlePathInContainer);
  }
}

std::string log_stream_of(const TaskRecord& task, const aws::acs::Container& definition,
                          const std::string& prefix) {
  return prefix + "/" + definition.name.value_or("") + "/" + acs::task_id_of_arn(task.arn);
}

std::string log_credentials_of(const TaskRecord& task, const aws::acs::Container& definition,
                               const LogDelivery& logs) {
  const bool execution_role = logs.execution_role_override &&
                              definition.logs_auth_strategy == "ExecutionRole" &&
                              !task.execution_credentials_id.empty();
  return execution_role ? task.execution_credentials_id : logs.instance_credentials_id;
}

void keep_log_for_agent(ContainerCreateRequest& request) {
  auto& log = request.host_config->log_config.emplace();
  log.type = "local";
  log.config = std::map<std::string, std::string>{{"max-size", "64m"}, {"max-file", "4"}};
}

void add_log_delivery(ContainerCreateRequest& request, const TaskRecord& task,
                      const aws::acs::Container& definition, const LogDelivery& logs) {
  auto& log = request.host_config->log_config;
  if (!log || log->type != "awslogs") return;
  if (!log->config) log->config.emplace();
  auto& options = *log->config;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) options.emplace(name, value);
  };
  const auto prefix = options.find("awslogs-stream-prefix");
  if (prefix != options.end()) {
    options.emplace("awslogs-stream", log_stream_of(task, definition, prefix->second));
    options.erase(prefix);
  }
  add("awslogs-region", logs.region);
  add("awslogs-endpoint", logs.endpoint);
  const auto id = log_credentials_of(task, definition, logs);
  if (!id.empty()) add("awslogs-credentials-endpoint", "/v2/credentials/" + id);
}

}  // namespace berth::agent
