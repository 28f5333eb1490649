// From a task's record to what an agent is told about it: the contents of a PayloadMessage.
#include "acs/payload.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "acs/docker_config.h"

namespace berth::acs {

namespace {

constexpr std::string_view kExecutionRoleLogs = "ecs.capability.execution-role-awslogs";

std::string field_of_arn(const std::string& arn, int index) {
  std::size_t start = 0;
  for (int i = 0; i < index; ++i) {
    start = arn.find(':', start);
    if (start == std::string::npos) return {};
    ++start;
  }
  const auto end = arn.find(':', start);
  return end == std::string::npos ? std::string() : arn.substr(start, end - start);
}

template <class T>
const std::vector<T>& items(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> kNone;
  return list ? *list : kNone;
}

const aws::ecs::ContainerOverride* find_override(const aws::ecs::Task& task,
                                                 const std::string& container) {
  if (!task.overrides || !task.overrides->container_overrides) return nullptr;
  for (const auto& candidate : *task.overrides->container_overrides) {
    if (candidate.name == container) return &candidate;
  }
  return nullptr;
}

bool requires_attribute(const aws::ecs::TaskDefinition& definition, std::string_view name) {
  const auto& attributes = items(definition.requires_attributes);
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const auto& attribute) { return attribute.name == name; });
}

/// The definition's container as it runs in this task.
aws::ecs::ContainerDefinition apply_override(aws::ecs::ContainerDefinition container,
                                             const aws::ecs::ContainerOverride& change) {
  if (change.command) container.command = change.command;
  if (change.cpu) container.cpu = change.cpu;
  if (change.memory) container.memory = change.memory;
  if (change.memory_reservation) container.memory_reservation = change.memory_reservation;
  if (!change.environment) return container;
  if (!container.environment) container.environment.emplace();
  for (const auto& pair : *change.environment) {
    auto& own = *container.environment;
    const auto place = std::find_if(own.begin(), own.end(),
                                    [&](const auto& other) { return other.name == pair.name; });
    if (place == own.end()) {
      own.push_back(pair);
    } else {
      place->value = pair.value;
    }
  }
  return container;
}

aws::acs::Secret secret_of(const aws::ecs::Secret& secret, const std::string& region,
                           std::string_view target) {
  aws::acs::Secret result;
  const auto source = secret.value_from.value_or("");
  result.name = secret.name;
  result.value_from = secret.value_from;
  result.provider = source.find(":secretsmanager:") != std::string::npos ? "asm" : "ssm";
  result.type = target == "CONTAINER" ? "ENVIRONMENT_VARIABLE" : "BOOTSTRAP";
  result.target = std::string(target);
  const auto own_region = region_of_arn(source);
  result.region = own_region.empty() ? region : own_region;
  return result;
}

/// "123456789012.dkr.ecr.us-west-2.amazonaws.com/name:tag" is pulled with the role's credentials.
std::optional<aws::acs::RegistryAuthenticationData> ecr_authentication(const std::string& image,
                                                                       bool has_execution_role) {
  constexpr std::string_view kService = ".dkr.ecr.";
  const auto service = image.find(kService);
  const auto end = image.find(".amazonaws.com", service);
  if (service == std::string::npos || end == std::string::npos) return std::nullopt;
  aws::acs::RegistryAuthenticationData data;
  data.type = "ecr";
  data.ecr_auth_data.emplace();
  data.ecr_auth_data->registry_id = image.substr(0, service);
  const auto region = service + kService.size();
  data.ecr_auth_data->region = image.substr(region, end - region);
  data.ecr_auth_data->use_execution_role = has_execution_role;
  return data;
}

void add_authentication(const aws::ecs::ContainerDefinition& from, const std::string& region,
                        bool has_execution_role, aws::acs::Container& to) {
  if (from.repository_credentials) {
    aws::acs::RegistryAuthenticationData data;
    data.type = "asm";
    data.asm_auth_data.emplace();
    data.asm_auth_data->credentials_parameter = from.repository_credentials->credentials_parameter;
    data.asm_auth_data->region = region;
    to.registry_authentication = std::move(data);
  } else {
    to.registry_authentication = ecr_authentication(from.image.value_or(""), has_execution_role);
  }
}

void add_secrets(const aws::ecs::ContainerDefinition& from, const std::string& region,
                 aws::acs::Container& to) {
  std::vector<aws::acs::Secret> secrets;
  for (const auto& secret : items(from.secrets)) {
    secrets.push_back(secret_of(secret, region, "CONTAINER"));
  }
  if (from.log_configuration) {
    for (const auto& secret : items(from.log_configuration->secret_options)) {
      secrets.push_back(secret_of(secret, region, "LOG_DRIVER"));
    }
  }
  if (!secrets.empty()) to.secrets = std::move(secrets);
}

void add_mounts_and_ports(const aws::ecs::ContainerDefinition& from, aws::acs::Container& to) {
  to.port_mappings.emplace();
  for (const auto& mapping : items(from.port_mappings)) {
    aws::acs::PortMapping port;
    port.container_port = mapping.container_port;
    port.host_port = mapping.host_port.value_or(0);
    port.container_port_range = mapping.container_port_range;
    port.protocol = mapping.protocol.value_or("tcp");
    to.port_mappings->push_back(std::move(port));
  }
  to.mount_points.emplace();
  for (const auto& mount : items(from.mount_points)) {
    aws::acs::MountPoint point;
    point.source_volume = mount.source_volume;
    point.container_path = mount.container_path;
    point.read_only = mount.read_only.value_or(false);
    to.mount_points->push_back(std::move(point));
  }
  to.volumes_from.emplace();
  for (const auto& source : items(from.volumes_from)) {
    aws::acs::VolumeFrom volume;
    volume.source_container = source.source_container;
    volume.read_only = source.read_only.value_or(false);
    to.volumes_from->push_back(std::move(volume));
  }
}

void add_order(const aws::ecs::ContainerDefinition& from, aws::acs::Container& to) {
  for (const auto& dependency : items(from.depends_on)) {
    aws::acs::ContainerDependency entry;
    entry.container_name = dependency.container_name;
    entry.condition = dependency.condition;
    if (!to.depends_on) to.depends_on.emplace();
    to.depends_on->push_back(std::move(entry));
  }
  to.start_timeout = from.start_timeout;
  to.stop_timeout = from.stop_timeout;
  if (!from.restart_policy) return;
  to.restart_policy.emplace();
  to.restart_policy->enabled = from.restart_policy->enabled;
  to.restart_policy->ignored_exit_codes = from.restart_policy->ignored_exit_codes;
  to.restart_policy->restart_attempt_period = from.restart_policy->restart_attempt_period;
}

aws::acs::Container container_of(const aws::ecs::TaskDefinition& definition,
                                 const aws::ecs::ContainerDefinition& from,
                                 const aws::ecs::Task& task, bool has_execution_role) {
  aws::acs::Container to;
  const auto region = region_of_arn(task.task_arn.value_or(""));
  to.name = from.name;
  to.image = from.image;
  to.essential = from.essential.value_or(true);
  to.cpu = from.cpu.value_or(0);
  to.memory = from.memory.value_or(0);
  to.command = from.command;
  to.entry_point = from.entry_point;
  to.environment.emplace();
  for (const auto& pair : items(from.environment)) {
    (*to.environment)[pair.name.value_or("")] = pair.value.value_or("");
  }
  to.overrides = "{}";
  to.links.emplace(items(from.links));
  add_mounts_and_ports(from, to);
  add_order(from, to);
  add_authentication(from, region, has_execution_role, to);
  add_secrets(from, region, to);
  to.docker_config =
      encode_docker_config(definition, from, task_id_of_arn(task.task_arn.value_or("")));
  if (from.health_check) to.health_check_type = "docker";
  if (from.log_configuration && from.log_configuration->log_driver == "awslogs" &&
      requires_attribute(definition, kExecutionRoleLogs)) {
    to.logs_auth_strategy = "ExecutionRole";
  }
  for (const auto& container : items(task.containers)) {
    if (container.name == from.name) to.container_arn = container.container_arn;
  }
  return to;
}

aws::acs::Volume volume_of(const aws::ecs::Volume& from) {
  aws::acs::Volume to;
  to.name = from.name;
  if (from.docker_volume_configuration) {
    to.type = "docker";
    aws::acs::DockerVolumeConfiguration docker;
    docker.scope = from.docker_volume_configuration->scope;
    docker.autoprovision = from.docker_volume_configuration->autoprovision;
    docker.driver = from.docker_volume_configuration->driver;
    docker.driver_opts = from.docker_volume_configuration->driver_opts;
    docker.labels = from.docker_volume_configuration->labels;
    to.docker_volume_configuration = std::move(docker);
  } else if (from.efs_volume_configuration) {
    to.type = "efs";
    aws::acs::EFSVolumeConfiguration efs;
    efs.file_system_id = from.efs_volume_configuration->file_system_id;
    efs.root_directory = from.efs_volume_configuration->root_directory;
    efs.transit_encryption = from.efs_volume_configuration->transit_encryption;
    to.efs_volume_configuration = std::move(efs);
  } else {
    to.type = "host";
    to.host.emplace();
    if (from.host) to.host->source_path = from.host->source_path;
  }
  return to;
}

Result<void> check_overrides(const aws::ecs::TaskDefinition& definition,
                             const aws::ecs::Task& task) {
  if (!task.overrides) return {};
  const auto& containers = items(definition.container_definitions);
  for (const auto& change : items(task.overrides->container_overrides)) {
    const bool known = std::any_of(containers.begin(), containers.end(),
                                   [&](const auto& own) { return own.name == change.name; });
    if (!known) {
      return fail(client_fault("InvalidParameterException",
                               "Override for container named " + change.name.value_or("") +
                                   " is not a container in the TaskDefinition."));
    }
  }
  return {};
}

/// CPU shares and memory of the whole task: "256" and "512", each optional.
void add_task_limits(const aws::ecs::TaskDefinition& definition, const aws::ecs::Task& task,
                     aws::acs::Task& payload) {
  const auto number = [](const std::optional<std::string>& text) {
    int value = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
  };
  const auto& overrides = task.overrides;
  const int cpu = number(overrides && overrides->cpu ? overrides->cpu : definition.cpu);
  const int memory = number(overrides && overrides->memory ? overrides->memory : definition.memory);
  if (cpu > 0) payload.cpu = cpu / 1024.0;
  if (memory > 0) payload.memory = memory;
}

}  // namespace

std::string task_id_of_arn(const std::string& arn) {
  return arn.substr(arn.rfind('/') + 1);
}

std::string account_of_arn(const std::string& arn) {
  return field_of_arn(arn, 4);
}

std::string region_of_arn(const std::string& arn) {
  return field_of_arn(arn, 3);
}

Result<aws::acs::Task> make_payload_task(const aws::ecs::TaskDefinition& definition,
                                         const aws::ecs::Task& task,
                                         const PayloadCredentials& credentials) {
  if (!definition.family || !definition.revision || !task.task_arn) {
    return fail(client_fault("InvalidParameterException",
                             "A task and its definition need ARN, family and revision."));
  }
  BERTH_TRY(check_overrides(definition, task));
  aws::acs::Task payload;
  payload.arn = task.task_arn;
  payload.task_cluster_arn = task.cluster_arn;
  payload.family = definition.family;
  payload.version = std::to_string(*definition.revision);
  payload.desired_status = task.desired_status.value_or("RUNNING");
  payload.overrides = "{}";
  payload.launch_type = task.launch_type.value_or("EC2");
  payload.task_definition_account_id = account_of_arn(*task.task_arn);
  payload.network_mode = definition.network_mode;
  payload.pid_mode = definition.pid_mode;
  payload.ipc_mode = definition.ipc_mode;
  add_task_limits(definition, task, payload);
  payload.role_credentials = credentials.task_role;
  payload.execution_role_credentials = credentials.execution_role;
  payload.volumes.emplace();
  for (const auto& volume : items(definition.volumes)) {
    payload.volumes->push_back(volume_of(volume));
  }
  payload.containers.emplace();
  for (const auto& container : items(definition.container_definitions)) {
    const auto* change = find_override(task, container.name.value_or(""));
    const auto merged = change ? apply_override(container, *change) : container;
    payload.containers->push_back(
        container_of(definition, merged, task, credentials.execution_role.has_value()));
  }
  return payload;
}

}  // namespace berth::acs
