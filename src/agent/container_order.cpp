// Pure: the records say how far each container is.
#include "agent/container_order.h"

#include <algorithm>
#include <string>
#include <vector>

namespace berth::agent {
namespace {

struct Dependency {
  std::string container;
  std::string condition;  ///< dependsOn's, or CREATE
};

std::vector<Dependency> dependencies_of(const aws::acs::Container& definition) {
  std::vector<Dependency> found;
  if (definition.depends_on) {
    for (const auto& each : *definition.depends_on) {
      found.push_back({each.container_name.value_or(""), each.condition.value_or("START")});
    }
  }
  if (definition.links) {
    for (const auto& link : *definition.links) {
      found.push_back({link.substr(0, link.find(':')), "START"});
    }
  }
  if (definition.volumes_from) {
    for (const auto& source : *definition.volumes_from) {
      found.push_back({source.source_container.value_or(""), "CREATE"});
    }
  }
  return found;
}

Readiness readiness(const ContainerRecord& other, const std::string& condition) {
  const bool stopped = other.known == Status::kStopped;
  const bool ran = other.started_at_ms != 0;
  if (condition == "CREATE") {
    if (stopped && other.docker_id.empty()) return Readiness::kNever;
    return other.known >= Status::kCreated ? Readiness::kReady : Readiness::kWait;
  }
  if (stopped && !ran) return Readiness::kNever;
  if (condition == "COMPLETE") return stopped ? Readiness::kReady : Readiness::kWait;
  if (condition == "SUCCESS") {
    if (!stopped) return Readiness::kWait;
    return other.exit_code == 0 ? Readiness::kReady : Readiness::kNever;
  }
  if (condition == "HEALTHY") {
    if (stopped || other.health == "unhealthy") return Readiness::kNever;
    return other.health == "healthy" ? Readiness::kReady : Readiness::kWait;
  }
  return other.known >= Status::kRunning ? Readiness::kReady : Readiness::kWait;
}

}  // namespace

Readiness readiness_to_start(const TaskRecord& task, const ContainerRecord& container) {
  const auto* definition = find_definition(task, container.name);
  if (definition == nullptr) return Readiness::kNever;
  Readiness all = Readiness::kReady;
  for (const Dependency& dependency : dependencies_of(*definition)) {
    const auto* other = find_container(task, dependency.container);
    if (other == nullptr) return Readiness::kNever;
    const Readiness one = readiness(*other, dependency.condition);
    if (one == Readiness::kNever) return one;
    if (one == Readiness::kWait) all = one;
  }
  return all;
}

bool may_stop(const TaskRecord& task, const ContainerRecord& container) {
  return std::none_of(
      task.containers.begin(), task.containers.end(), [&](const ContainerRecord& other) {
        const auto* definition = find_definition(task, other.name);
        if (definition == nullptr || other.known == Status::kStopped) return false;
        const auto needed = dependencies_of(*definition);
        return std::any_of(needed.begin(), needed.end(), [&](const Dependency& each) {
          return each.container == container.name && each.container != other.name;
        });
      });
}

}  // namespace berth::agent
