// What a task definition must be before it is registered, and what AWS fills in.
#include "services/ecs/task_definition_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>

#include "services/ecs/names.h"

namespace berth::services::ecs {
namespace {

using aws::ecs::ContainerDefinition;
using aws::ecs::RegisterTaskDefinitionRequest;

constexpr std::int32_t kMemoryMinMib = 4;
constexpr std::int32_t kPortMax = 65535;

tl::unexpected<Fault> refuse(std::string message) {
  return fail(client_fault("ClientException", std::move(message)));
}

template <class T>
const std::vector<T>& items(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> kNone;
  return list ? *list : kNone;
}

template <std::size_t N>
bool one_of(const std::string& value, const std::array<std::string_view, N>& known) {
  return std::find(known.begin(), known.end(), value) != known.end();
}

template <std::size_t N>
Result<void> require_one_of(const std::optional<std::string>& value, std::string_view member,
                            const std::array<std::string_view, N>& known) {
  if (!value || one_of(*value, known)) return {};
  std::string list;
  for (const std::string_view each : known) {
    if (!list.empty()) list += ',';
    list += each;
  }
  return refuse(std::string(member) + " should be one of [" + list + "]");
}

constexpr std::array<std::string_view, 4> kNetworkModes = {"bridge", "host", "awsvpc", "none"};
constexpr std::array<std::string_view, 3> kLaunchTypes = {"EC2", "FARGATE", "EXTERNAL"};
constexpr std::array<std::string_view, 8> kLogDrivers = {
    "json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"};
constexpr std::array<std::string_view, 2> kProtocols = {"tcp", "udp"};
constexpr std::array<std::string_view, 2> kPidModes = {"host", "task"};
constexpr std::array<std::string_view, 3> kIpcModes = {"host", "task", "none"};
constexpr std::array<std::string_view, 4> kConditions = {"START", "COMPLETE", "SUCCESS", "HEALTHY"};

bool is_image_name(std::string_view image) {
  return std::all_of(image.begin(), image.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_:/.#@+").find(c) != std::string_view::npos;
  });
}

Result<void> check_name_and_image(const ContainerDefinition& container) {
  const std::string name = container.name.value_or("");
  const std::string image = container.image.value_or("");
  if (name.empty()) return refuse("Container.name should not be null or empty.");
  if (!is_plain_name(name)) return refuse("Container.name contains invalid characters.");
  if (image.empty()) return refuse("Container.image should not be null or empty.");
  if (!is_image_name(image)) return refuse("Container.image contains invalid characters.");
  return {};
}

Result<void> check_memory(const ContainerDefinition& container, bool task_memory) {
  const std::string name = container.name.value_or("");
  if (!container.memory && !container.memory_reservation && !task_memory) {
    return refuse("Invalid setting for container '" + name +
                  "'. At least one of 'memory' or 'memoryReservation' must be specified.");
  }
  for (const auto& limit : {container.memory, container.memory_reservation}) {
    if (limit && *limit < kMemoryMinMib) {
      return refuse("Invalid setting for container '" + name + "'. The memory must be at least " +
                    std::to_string(kMemoryMinMib) + " MiB.");
    }
  }
  if (container.memory && container.memory_reservation &&
      *container.memory_reservation > *container.memory) {
    return refuse("Invalid setting for container '" + name +
                  "'. 'memory' must be greater than or equal to 'memoryReservation'.");
  }
  if (container.cpu.value_or(0) < 0) {
    return refuse("Invalid setting for container '" + name + "'. The cpu must not be negative.");
  }
  return {};
}

Result<void> check_ports(const ContainerDefinition& container, const std::string& network_mode) {
  for (const aws::ecs::PortMapping& mapping : items(container.port_mappings)) {
    BERTH_TRY(require_one_of(mapping.protocol, "protocol", kProtocols));
    const std::int32_t inside = mapping.container_port.value_or(0);
    const std::int32_t outside = mapping.host_port.value_or(0);
    if (inside < 0 || inside > kPortMax || outside < 0 || outside > kPortMax) {
      return refuse("Invalid port in container '" + container.name.value_or("") + "'.");
    }
    if (!mapping.container_port && !mapping.container_port_range) {
      return refuse("Container port must not be null.");
    }
    const bool shared = network_mode == "awsvpc" || network_mode == "host";
    if (shared && outside != 0 && outside != inside) {
      return refuse("When networkMode=" + network_mode +
                    ", the host ports and container ports in port mappings must match.");
    }
  }
  if (!items(container.links).empty() && network_mode != "bridge") {
    return refuse("Links are not supported when networkMode=" + network_mode + ".");
  }
  return {};
}

Result<void> check_log_and_secrets(const ContainerDefinition& container, bool execution_role) {
  bool secrets = !items(container.secrets).empty();
  if (container.log_configuration) {
    const auto& log = *container.log_configuration;
    if (!log.log_driver || !one_of(*log.log_driver, kLogDrivers)) {
      BERTH_TRY(
          require_one_of(std::optional(log.log_driver.value_or("")), "Log driver", kLogDrivers));
    }
    const auto has = [&log](const char* option) {
      return log.options && log.options->count(option) && !log.options->at(option).empty();
    };
    if (log.log_driver == "awslogs" && !has("awslogs-group")) {
      return refuse("Log driver awslogs requires options: awslogs-group");
    }
    secrets = secrets || !items(log.secret_options).empty();
  }
  if (secrets && !execution_role) {
    return refuse(
        "When you are specifying container secrets, you must also specify a value for "
        "'executionRoleArn'.");
  }
  return {};
}

Result<void> check_references(const ContainerDefinition& container,
                              const RegisterTaskDefinitionRequest& request) {
  const auto& containers = items(request.container_definitions);
  const auto is_container = [&containers](const std::optional<std::string>& name) {
    return std::any_of(containers.begin(), containers.end(),
                       [&name](const auto& other) { return other.name == name; });
  };
  for (const auto& dependency : items(container.depends_on)) {
    if (!is_container(dependency.container_name)) {
      return refuse("Dependency on a container that is not defined: '" +
                    dependency.container_name.value_or("") + "'.");
    }
    BERTH_TRY(require_one_of(dependency.condition, "condition", kConditions));
  }
  for (const auto& source : items(container.volumes_from)) {
    if (!is_container(source.source_container)) {
      return refuse("The source container '" + source.source_container.value_or("") +
                    "' of volumesFrom is not defined.");
    }
  }
  const auto& volumes = items(request.volumes);
  for (const auto& mount : items(container.mount_points)) {
    const bool known = std::any_of(volumes.begin(), volumes.end(), [&mount](const auto& volume) {
      return volume.name == mount.source_volume;
    });
    if (mount.source_volume && !known)
      return refuse("Unknown volume '" + *mount.source_volume + "'.");
    if (mount.container_path.value_or("").empty()) {
      return refuse("Mount point's containerPath should not be null or empty.");
    }
  }
  return {};
}

Result<void> check_containers(const RegisterTaskDefinitionRequest& request) {
  const auto& containers = items(request.container_definitions);
  if (containers.empty()) return refuse("Container list cannot be empty.");
  const std::string network_mode = request.network_mode.value_or("bridge");
  const bool execution_role = !request.execution_role_arn.value_or("").empty();
  std::set<std::string> names;
  bool essential = false;
  for (const ContainerDefinition& container : containers) {
    BERTH_TRY(check_name_and_image(container));
    if (!names.insert(*container.name).second) {
      return refuse("Duplicate container names are not allowed: " + *container.name);
    }
    BERTH_TRY(check_memory(container, request.memory.has_value()));
    BERTH_TRY(check_ports(container, network_mode));
    BERTH_TRY(check_log_and_secrets(container, execution_role));
    BERTH_TRY(check_references(container, request));
    essential = essential || container.essential.value_or(true);
  }
  if (!essential) return refuse("At least one essential container is required.");
  return {};
}

Result<void> check_fargate(const RegisterTaskDefinitionRequest& request) {
  const auto& types = items(request.requires_compatibilities);
  if (std::find(types.begin(), types.end(), "FARGATE") == types.end()) return {};
  if (request.network_mode != "awsvpc") {
    return refuse("Fargate only supports network mode 'awsvpc'.");
  }
  if (!request.cpu) return refuse("Fargate requires that 'cpu' be defined at the task level.");
  if (!request.memory) {
    return refuse("Fargate requires that 'memory' be defined at the task level.");
  }
  return {};
}

/// A number with an optional unit, as "1 vCPU": the number and the unit in lower case.
std::optional<std::pair<double, std::string>> measure(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
  std::string unit;
  for (const char* at = rest; at < end; ++at) {
    if (*at != ' ') unit += static_cast<char>(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
  }
  return std::pair(number, std::move(unit));
}

std::optional<std::int32_t> whole(double value) {
  if (value > 1e9 || std::floor(value) != value) return std::nullopt;
  return static_cast<std::int32_t>(value);
}

void complete_container(ContainerDefinition& container, const std::string& network_mode) {
  if (!container.cpu) container.cpu = 0;
  if (!container.essential) container.essential = true;
  if (!container.port_mappings) container.port_mappings.emplace();
  if (!container.environment) container.environment.emplace();
  if (!container.mount_points) container.mount_points.emplace();
  if (!container.volumes_from) container.volumes_from.emplace();
  if (!container.system_controls) container.system_controls.emplace();
  for (aws::ecs::PortMapping& mapping : *container.port_mappings) {
    if (!mapping.protocol) mapping.protocol = "tcp";
    const bool shared = network_mode == "awsvpc" || network_mode == "host";
    if (!mapping.host_port && !mapping.container_port_range) {
      mapping.host_port = shared ? mapping.container_port.value_or(0) : 0;
    }
    if (shared && mapping.host_port == 0) mapping.host_port = mapping.container_port;
  }
}

Result<void> complete_limits(aws::ecs::TaskDefinition& definition) {
  if (definition.cpu) {
    const auto units = cpu_units(*definition.cpu);
    if (!units) return refuse("Invalid 'cpu' setting for task.");
    definition.cpu = std::to_string(*units);
  }
  if (definition.memory) {
    const auto mib = memory_mib(*definition.memory);
    if (!mib) return refuse("Invalid 'memory' setting for task.");
    definition.memory = std::to_string(*mib);
  }
  return {};
}

}  // namespace

std::optional<std::int32_t> cpu_units(const std::string& text) {
  const auto found = measure(text);
  if (!found) return std::nullopt;
  if (found->second.empty()) return whole(found->first);
  if (found->second == "vcpu" || found->second == "vcpus") return whole(found->first * 1024);
  return std::nullopt;
}

std::optional<std::int32_t> memory_mib(const std::string& text) {
  const auto found = measure(text);
  if (!found) return std::nullopt;
  if (found->second.empty() || found->second == "mb") return whole(found->first);
  if (found->second == "gb") return whole(found->first * 1024);
  return std::nullopt;
}

Result<void> check_task_definition(const RegisterTaskDefinitionRequest& request) {
  const std::string family = request.family.value_or("");
  if (family.empty()) return refuse("Family should not be null or empty.");
  if (!is_plain_name(family)) return refuse("Family contains invalid characters.");
  BERTH_TRY(require_one_of(request.network_mode, "Network mode", kNetworkModes));
  BERTH_TRY(require_one_of(request.pid_mode, "pidMode", kPidModes));
  BERTH_TRY(require_one_of(request.ipc_mode, "ipcMode", kIpcModes));
  for (const std::string& type : items(request.requires_compatibilities)) {
    BERTH_TRY(require_one_of(std::optional(type), "launch type", kLaunchTypes));
  }
  std::set<std::string> volumes;
  for (const aws::ecs::Volume& volume : items(request.volumes)) {
    const std::string name = volume.name.value_or("");
    if (name.empty()) return refuse("Volume.name should not be null or empty.");
    if (!is_plain_name(name)) return refuse("Volume.name contains invalid characters.");
    if (!volumes.insert(name).second)
      return refuse("Duplicate volume names are not allowed: " + name);
  }
  BERTH_TRY(check_fargate(request));
  return check_containers(request);
}

Result<aws::ecs::TaskDefinition> completed_task_definition(
    const RegisterTaskDefinitionRequest& request) {
  aws::ecs::TaskDefinition definition;
  definition.family = request.family;
  definition.network_mode = request.network_mode;
  definition.container_definitions = request.container_definitions;
  definition.volumes = request.volumes;
  definition.placement_constraints = request.placement_constraints;
  definition.requires_compatibilities = request.requires_compatibilities;
  definition.cpu = request.cpu;
  definition.memory = request.memory;
  definition.pid_mode = request.pid_mode;
  definition.ipc_mode = request.ipc_mode;
  definition.proxy_configuration = request.proxy_configuration;
  definition.inference_accelerators = request.inference_accelerators;
  definition.ephemeral_storage = request.ephemeral_storage;
  definition.runtime_platform = request.runtime_platform;
  definition.enable_fault_injection = request.enable_fault_injection;
  if (!definition.volumes) definition.volumes.emplace();
  if (!definition.placement_constraints) definition.placement_constraints.emplace();
  for (aws::ecs::Volume& volume : *definition.volumes) {
    const bool plain = !volume.docker_volume_configuration && !volume.efs_volume_configuration &&
                       !volume.fsx_windows_file_server_volume_configuration &&
                       !volume.configured_at_launch;
    if (plain && !volume.host) volume.host.emplace();
  }
  const std::string network_mode = definition.network_mode.value_or("bridge");
  for (ContainerDefinition& container : *definition.container_definitions) {
    complete_container(container, network_mode);
  }
  BERTH_TRY(complete_limits(definition));
  return definition;
}

}  // namespace berth::services::ecs
