// What an agent says of its instance when it joins a cluster: RegisterContainerInstance's input.
#pragma once

#include <string>

#include "agent/settings.h"
#include "aws/models/docker.h"
#include "aws/models/ecs.h"

namespace berth::agent {

/// What this machine and its engine have.
struct InstanceFacts {
  int cpu_units = 0;   ///< 1024 a core
  int memory_mib = 0;  ///< before ECS_RESERVED_MEMORY
  std::string docker_version;
  std::string docker_api_version;  ///< the newest that engine and agent both speak
  std::string architecture;        ///< uname's: "x86_64", "aarch64"
  std::string agent_version;
};

/// From the engine's own answers.
InstanceFacts facts_of(const aws::docker::VersionResponse& version,
                       const aws::docker::InfoResponse& info, const std::string& api_version,
                       const std::string& agent_version);

/// Resources, attributes, versions and tags as the container agent sends them; attributes only for
/// what this agent does, because placement goes by them. With an ARN the custom attributes are not
/// sent anew.
aws::ecs::RegisterContainerInstanceRequest make_registration(
    const Settings& settings, const InstanceFacts& facts,
    const std::string& container_instance_arn);

}  // namespace berth::agent
