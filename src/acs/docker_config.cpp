// The part of a container definition that travels to the agent in Docker Engine's own spelling.
#include "acs/docker_config.h"

#include <string>
#include <utility>

#include "aws/json_codec.h"

namespace berth::acs {

namespace {

constexpr std::int64_t kMebibyte = 1024 * 1024;
constexpr std::int64_t kNanosecondsPerSecond = 1000LL * 1000 * 1000;

/// The oldest version of Docker's API in which every member that we wrote exists: what the agent
/// speaks to make the container.
const char* api_version_of(const aws::docker::ContainerConfig& config,
                           const aws::docker::HostConfig& host) {
  if (host.init) return "1.25";
  if (config.healthcheck || host.sysctls) return "1.24";
  if (host.shm_size || host.tmpfs) return "1.22";
  if (host.memory_reservation) return "1.21";
  return host.memory_swappiness ? "1.20" : "1.18";
}

template <class T, class U>
void copy_if_set(const std::optional<T>& from, std::optional<U>& to) {
  if (from) to = *from;
}

aws::docker::HealthConfig health_config_of(const aws::ecs::HealthCheck& check) {
  aws::docker::HealthConfig health;
  health.test = check.command;
  health.interval = check.interval.value_or(30) * kNanosecondsPerSecond;
  health.timeout = check.timeout.value_or(5) * kNanosecondsPerSecond;
  health.retries = check.retries.value_or(3);
  if (check.start_period) health.start_period = *check.start_period * kNanosecondsPerSecond;
  return health;
}

std::string permissions_of(const aws::ecs::Device& device) {
  if (!device.permissions || device.permissions->empty()) return "rwm";
  std::string letters;
  for (const auto& permission : *device.permissions) {
    letters += permission == "read" ? 'r' : permission == "write" ? 'w' : 'm';
  }
  return letters;
}

void add_linux_parameters(const aws::ecs::ContainerDefinition& container,
                          aws::docker::HostConfig& host) {
  const auto& linux_parameters = *container.linux_parameters;
  if (linux_parameters.capabilities) {
    copy_if_set(linux_parameters.capabilities->add, host.cap_add);
    copy_if_set(linux_parameters.capabilities->drop, host.cap_drop);
  }
  for (const auto& device : linux_parameters.devices.value_or(std::vector<aws::ecs::Device>{})) {
    aws::docker::DeviceMapping mapping;
    mapping.path_on_host = device.host_path;
    mapping.path_in_container = device.container_path ? device.container_path : device.host_path;
    mapping.cgroup_permissions = permissions_of(device);
    if (!host.devices) host.devices.emplace();
    host.devices->push_back(std::move(mapping));
  }
  copy_if_set(linux_parameters.init_process_enabled, host.init);
  if (linux_parameters.shared_memory_size) {
    host.shm_size = *linux_parameters.shared_memory_size * kMebibyte;
  }
  for (const auto& tmpfs : linux_parameters.tmpfs.value_or(std::vector<aws::ecs::Tmpfs>{})) {
    std::string options = "size=" + std::to_string(tmpfs.size.value_or(0)) + "m";
    for (const auto& option : tmpfs.mount_options.value_or(std::vector<std::string>{})) {
      options += "," + option;
    }
    if (!host.tmpfs) host.tmpfs.emplace();
    (*host.tmpfs)[tmpfs.container_path.value_or("")] = options;
  }
  if (linux_parameters.max_swap && container.memory) {
    host.memory_swap = (std::int64_t{*container.memory} + *linux_parameters.max_swap) * kMebibyte;
  }
  copy_if_set(linux_parameters.swappiness, host.memory_swappiness);
}

void add_names(const aws::ecs::ContainerDefinition& container, aws::docker::HostConfig& host) {
  copy_if_set(container.dns_servers, host.dns);
  copy_if_set(container.dns_search_domains, host.dns_search);
  for (const auto& entry : container.extra_hosts.value_or(std::vector<aws::ecs::HostEntry>{})) {
    if (!host.extra_hosts) host.extra_hosts.emplace();
    host.extra_hosts->push_back(entry.hostname.value_or("") + ":" + entry.ip_address.value_or(""));
  }
}

void add_limits(const aws::ecs::ContainerDefinition& container, aws::docker::HostConfig& host) {
  if (container.memory_reservation) {
    host.memory_reservation = *container.memory_reservation * kMebibyte;
  }
  for (const auto& ulimit : container.ulimits.value_or(std::vector<aws::ecs::Ulimit>{})) {
    aws::docker::Ulimit limit;
    limit.name = ulimit.name;
    limit.soft = ulimit.soft_limit.value_or(0);
    limit.hard = ulimit.hard_limit.value_or(0);
    if (!host.ulimits) host.ulimits.emplace();
    host.ulimits->push_back(std::move(limit));
  }
  for (const auto& control :
       container.system_controls.value_or(std::vector<aws::ecs::SystemControl>{})) {
    if (!host.sysctls) host.sysctls.emplace();
    (*host.sysctls)[control.namespace_.value_or("")] = control.value.value_or("");
  }
}

aws::docker::LogConfig log_config_of(const aws::ecs::ContainerDefinition& container,
                                     const std::string& task_id) {
  aws::docker::LogConfig log;
  log.type = container.log_configuration->log_driver;
  log.config = container.log_configuration->options.value_or(std::map<std::string, std::string>{});
  const auto prefix = log.config->find("awslogs-stream-prefix");
  if (log.type == "awslogs" && prefix != log.config->end()) {
    (*log.config)["awslogs-stream"] =
        prefix->second + "/" + container.name.value_or("") + "/" + task_id;
    log.config->erase(prefix);
  }
  return log;
}

}  // namespace

aws::docker::ContainerConfig docker_config_of(const aws::ecs::ContainerDefinition& container) {
  aws::docker::ContainerConfig config;
  copy_if_set(container.hostname, config.hostname);
  copy_if_set(container.user, config.user);
  copy_if_set(container.working_directory, config.working_dir);
  copy_if_set(container.disable_networking, config.network_disabled);
  copy_if_set(container.interactive, config.open_stdin);
  copy_if_set(container.pseudo_terminal, config.tty);
  if (container.docker_labels && !container.docker_labels->empty()) {
    config.labels = container.docker_labels;
  }
  if (container.health_check) config.healthcheck = health_config_of(*container.health_check);
  return config;
}

aws::docker::HostConfig docker_host_config_of(const aws::ecs::TaskDefinition& definition,
                                              const aws::ecs::ContainerDefinition& container,
                                              const std::string& task_id) {
  aws::docker::HostConfig host;
  const auto mode = definition.network_mode.value_or("bridge");
  if (mode != "awsvpc") host.network_mode = mode;
  host.cap_add.emplace();
  host.cap_drop.emplace();
  copy_if_set(container.privileged, host.privileged);
  copy_if_set(container.readonly_root_filesystem, host.readonly_rootfs);
  if (container.docker_security_options && !container.docker_security_options->empty()) {
    host.security_opt = container.docker_security_options;
  }
  add_names(container, host);
  add_limits(container, host);
  if (container.linux_parameters) add_linux_parameters(container, host);
  if (container.log_configuration) {
    host.log_config = log_config_of(container, task_id);
  }
  return host;
}

aws::acs::DockerConfig encode_docker_config(const aws::ecs::TaskDefinition& definition,
                                            const aws::ecs::ContainerDefinition& container,
                                            const std::string& task_id) {
  aws::acs::DockerConfig config;
  const auto own = docker_config_of(container);
  const auto host = docker_host_config_of(definition, container, task_id);
  config.config = aws::encode_json(own);
  config.host_config = aws::encode_json(host);
  config.version = api_version_of(own, host);
  return config;
}

}  // namespace berth::acs
