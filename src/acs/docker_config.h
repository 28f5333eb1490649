// The part of a container definition that travels to the agent in Docker Engine's own spelling.
#pragma once

#include <string>

#include "aws/models/acs.h"
#include "aws/models/docker.h"
#include "aws/models/ecs.h"

namespace berth::acs {

/// User, host name, labels, health check and the like: `Config` of Docker's create call.
aws::docker::ContainerConfig docker_config_of(const aws::ecs::ContainerDefinition& container);

/// Network mode, capabilities, log driver, limits and the like: `HostConfig` of Docker's create
/// call. Memory and CPU are not in it: they travel beside it. Networks that Docker has not
/// ("awsvpc") leave NetworkMode to the agent.
/// `awslogs-stream-prefix`, which Docker does not know, becomes the stream "prefix/container/task".
aws::docker::HostConfig docker_host_config_of(const aws::ecs::TaskDefinition& definition,
                                              const aws::ecs::ContainerDefinition& container,
                                              const std::string& task_id);

/// Both as JSON texts, with the API version that they are written for.
aws::acs::DockerConfig encode_docker_config(const aws::ecs::TaskDefinition& definition,
                                            const aws::ecs::ContainerDefinition& container,
                                            const std::string& task_id);

}  // namespace berth::acs
