// For tests of what serves containers: tasks as the engine would publish them.
#pragma once

#include <string>
#include <utility>

#include "agent/task_record.h"
#include "aws/models/acs.h"

namespace berth::agent::test_support {

/// A running task of one container "app" from image "busybox"; the endpoint id is "ep-<name>", the
/// Docker id 64 times `digit`. An empty `address` is a container that has none yet.
inline TaskRecord make_task(const std::string& name, char digit, const std::string& address,
                            const std::string& network_mode = "bridge") {
  aws::acs::Container definition;
  definition.name = "app";
  definition.image = "busybox";
  definition.memory = 64;
  definition.docker_config.emplace();
  definition.docker_config->host_config = "{\"NetworkMode\":\"" + network_mode + "\"}";
  TaskRecord task;
  task.arn = "arn:aws:ecs:us-west-2:123456789012:task/default/" + name;
  task.payload.family = "family";
  task.payload.version = "1";
  task.payload.launch_type = "EC2";
  task.payload.containers.emplace().push_back(std::move(definition));
  task.known = Status::kRunning;
  ContainerRecord container;
  container.name = "app";
  container.docker_name = "ecs-family-1-app-0123456789abcdef0123";
  container.docker_id = std::string(64, digit);
  container.endpoint_id = "ep-" + name;
  container.image_id = "sha256:00";
  container.known = Status::kRunning;
  if (!address.empty()) container.addresses[network_mode] = address;
  task.containers.push_back(std::move(container));
  return task;
}

inline aws::acs::IAMRoleCredentials make_credentials(const std::string& id,
                                                     const std::string& key = "ASIAEXAMPLE") {
  aws::acs::IAMRoleCredentials credentials;
  credentials.credentials_id = id;
  credentials.role_arn = "arn:aws:iam::123456789012:role/app";
  credentials.access_key_id = key;
  credentials.secret_access_key = "secret/+";
  credentials.session_token = "token==";
  credentials.expiration = "2026-11-24T08:44:11Z";
  return credentials;
}

}  // namespace berth::agent::test_support
