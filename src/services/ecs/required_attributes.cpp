// What a task definition asks of a container instance.
#include "services/ecs/required_attributes.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace berth::services::ecs {
namespace {

using aws::ecs::ContainerDefinition;
using aws::ecs::TaskDefinition;
using Names = std::set<std::string>;

template <class T>
const std::vector<T>& items(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> kNone;
  return list ? *list : kNone;
}

void add_capability(Names& names, std::string_view name) {
  names.insert("com.amazonaws.ecs.capability." + std::string(name));
}
void add_short_capability(Names& names, std::string_view name) {
  names.insert("ecs.capability." + std::string(name));
}
/// A version of Docker's API: the one in which what the definition asks for appeared.
void add_api(Names& names, std::string_view version) {
  add_capability(names, "docker-remote-api." + std::string(version));
}

bool is_ecr_image(std::string_view image) {
  return image.find(".dkr.ecr.") != std::string_view::npos &&
         image.find(".amazonaws.com") != std::string_view::npos;
}

std::string_view secret_store(const aws::ecs::Secret& secret) {
  const std::string from = secret.value_from.value_or("");
  return from.find(":secretsmanager:") == std::string::npos ? "ssm" : "asm";
}

void add_log_driver(Names& names, const aws::ecs::LogConfiguration& log, bool execution_role) {
  const std::string driver = log.log_driver.value_or("");
  add_capability(names, "logging-driver." + driver);
  add_api(names, driver == "json-file" || driver == "syslog" ? "1.18" : "1.19");
  const auto has = [&log](const char* option) { return log.options && log.options->count(option); };
  if (driver == "awslogs") {
    if (execution_role) add_short_capability(names, "execution-role-awslogs");
    if (has("awslogs-create-group")) add_api(names, "1.29");
  }
  if (has("mode")) add_api(names, "1.28");
  for (const aws::ecs::Secret& secret : items(log.secret_options)) {
    add_short_capability(names,
                         "secrets." + std::string(secret_store(secret)) + ".bootstrap.log-driver");
  }
}

void add_image(Names& names, const ContainerDefinition& container, bool execution_role) {
  if (container.repository_credentials) {
    add_short_capability(names, "private-registry-authentication.secretsmanager");
  }
  if (!is_ecr_image(container.image.value_or(""))) return;
  add_capability(names, "ecr-auth");
  if (execution_role) add_short_capability(names, "execution-role-ecr-pull");
}

void add_linux_parameters(Names& names, const aws::ecs::LinuxParameters& parameters) {
  if (parameters.shared_memory_size || !items(parameters.tmpfs).empty()) add_api(names, "1.22");
  if (parameters.init_process_enabled) add_api(names, "1.25");
}

void add_isolation(Names& names, const ContainerDefinition& container) {
  if (container.privileged.value_or(false)) {
    add_capability(names, "privileged-container");
    add_api(names, "1.17");
  }
  if (container.readonly_root_filesystem.value_or(false)) add_api(names, "1.17");
  for (const std::string& option : items(container.docker_security_options)) {
    if (option.starts_with("label")) add_capability(names, "selinux");
    if (option.starts_with("apparmor")) add_capability(names, "apparmor");
  }
  if (!items(container.ulimits).empty() ||
      (container.docker_labels && !container.docker_labels->empty())) {
    add_api(names, "1.18");
  }
  if (container.linux_parameters) add_linux_parameters(names, *container.linux_parameters);
}

void add_container(Names& names, const ContainerDefinition& container, bool execution_role) {
  add_image(names, container, execution_role);
  add_isolation(names, container);
  if (container.log_configuration) {
    add_log_driver(names, *container.log_configuration, execution_role);
  }
  if (container.memory_reservation) add_api(names, "1.21");
  if (container.health_check) {
    add_short_capability(names, "container-health-check");
    add_api(names, "1.24");
  }
  if (!items(container.depends_on).empty()) add_short_capability(names, "container-ordering");
  if (!items(container.environment_files).empty()) add_short_capability(names, "env-files.s3");
  for (const aws::ecs::Secret& secret : items(container.secrets)) {
    add_short_capability(names,
                         "secrets." + std::string(secret_store(secret)) + ".environment-variables");
  }
  for (const aws::ecs::PortMapping& mapping : items(container.port_mappings)) {
    if (mapping.container_port_range) {
      add_short_capability(names, "network.container-port-range");
    }
  }
  if (container.firelens_configuration) {
    add_short_capability(names,
                         "firelens." + container.firelens_configuration->type.value_or("fluentd"));
  }
}

void add_volumes(Names& names, const TaskDefinition& definition) {
  for (const aws::ecs::Volume& volume : items(definition.volumes)) {
    if (volume.docker_volume_configuration) {
      const std::string driver = volume.docker_volume_configuration->driver.value_or("local");
      add_short_capability(names, "docker-plugin." + driver);
      add_api(names, "1.21");
    }
    if (!volume.efs_volume_configuration) continue;
    add_short_capability(names, "efs");
    add_api(names, "1.25");
    if (volume.efs_volume_configuration->transit_encryption == "ENABLED" ||
        volume.efs_volume_configuration->authorization_config) {
      add_short_capability(names, "efsAuth");
    }
  }
}

void add_network(Names& names, const TaskDefinition& definition) {
  const std::string mode = definition.network_mode.value_or("bridge");
  const bool has_role = definition.task_role_arn && !definition.task_role_arn->empty();
  if (has_role)
    add_capability(names, mode == "host" ? "task-iam-role-network-host" : "task-iam-role");
  if (mode == "host") add_api(names, "1.17");
  if (mode == "awsvpc") {
    add_short_capability(names, "task-eni");
    add_api(names, "1.18");
  }
  if (definition.proxy_configuration) add_short_capability(names, "aws-appmesh");
  if (definition.pid_mode || definition.ipc_mode) {
    add_short_capability(names, "pid-ipc-namespace-sharing");
  }
}

}  // namespace

std::vector<aws::ecs::Attribute> required_attributes(const TaskDefinition& definition) {
  Names names;
  const bool execution_role =
      definition.execution_role_arn && !definition.execution_role_arn->empty();
  add_network(names, definition);
  add_volumes(names, definition);
  for (const ContainerDefinition& container : items(definition.container_definitions)) {
    add_container(names, container, execution_role);
  }
  std::vector<aws::ecs::Attribute> attributes;
  for (const std::string& name : names) {
    aws::ecs::Attribute attribute;
    attribute.name = name;
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

std::vector<std::string> compatibilities(const TaskDefinition& definition) {
  std::vector<std::string> types;
  const auto& volumes = items(definition.volumes);
  const bool efs = std::any_of(volumes.begin(), volumes.end(), [](const auto& v) {
    return v.efs_volume_configuration.has_value();
  });
  const bool own_network = definition.network_mode == "awsvpc";
  if (!own_network && !efs) types.emplace_back("EXTERNAL");
  types.emplace_back("EC2");
  if (own_network && definition.cpu && definition.memory) types.emplace_back("FARGATE");
  return types;
}

}  // namespace berth::services::ecs
