// What the agent's tasks show to those who serve containers: a published copy, readable anywhere.
#include "agent/task_directory.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "aws/json_codec.h"
#include "aws/models/docker.h"

namespace berth::agent {
namespace {

bool gets_an_address(const TaskRecord& task, const ContainerRecord& container) {
  const auto* definition = find_definition(task, container.name);
  if (!definition) return false;
  const auto mode = network_mode_in(*definition);
  return mode != "host" && mode != "none" && mode.rfind("container:", 0) != 0;
}

bool awaits(const TaskRecord& task) {
  return std::any_of(task.containers.begin(), task.containers.end(), [&](const auto& container) {
    return !container.docker_id.empty() && container.known < Status::kStopped &&
           container.addresses.empty() && gets_an_address(task, container);
  });
}

template <class Map>
typename Map::mapped_type find_in(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type() : found->second;
}

template <class Map>
void erase_of_task(Map& map, const std::string& key, const TaskRecord& task) {
  const auto found = map.find(key);
  if (found != map.end() && found->second.task.get() == &task) map.erase(found);
}

}  // namespace

std::string network_mode_in(const aws::acs::Container& definition) {
  const auto& docker = definition.docker_config;
  if (!docker || !docker->host_config) return "default";
  const auto host = aws::decode_json<aws::docker::HostConfig>(*docker->host_config);
  if (!host || host->network_mode.value_or("").empty()) return "default";
  return *host->network_mode;
}

void TaskDirectory::publish(const TaskRecord& task) {
  const auto record = std::make_shared<const TaskRecord>(task);
  const bool awaits_one = awaits(task);
  std::shared_ptr<const TaskRecord> before;  // goes after the lock has been released
  const std::unique_lock lock(mutex_);
  auto& published = by_arn_[task.arn];
  if (published.record) remove_from_indexes(*published.record);
  before = std::exchange(published.record, record);
  published.awaits_address = awaits_one;
  add_to_indexes(record);
}

void TaskDirectory::forget(const std::string& task_arn) {
  std::shared_ptr<const TaskRecord> before;
  const std::unique_lock lock(mutex_);
  const auto found = by_arn_.find(task_arn);
  if (found == by_arn_.end()) return;
  before = found->second.record;
  remove_from_indexes(*before);
  by_arn_.erase(found);
}

void TaskDirectory::add_to_indexes(const std::shared_ptr<const TaskRecord>& record) {
  for (const auto& container : record->containers) {
    const ServedContainer served{record, &container};
    if (!container.endpoint_id.empty()) by_endpoint_id_[container.endpoint_id] = served;
    if (!container.docker_id.empty()) by_docker_id_[container.docker_id] = served;
    if (container.known >= Status::kStopped) continue;
    for (const auto& [network, address] : container.addresses) {
      if (!address.empty()) by_address_[address].push_back(served);
    }
  }
}

void TaskDirectory::remove_from_indexes(const TaskRecord& record) {
  for (const auto& container : record.containers) {
    erase_of_task(by_endpoint_id_, container.endpoint_id, record);
    erase_of_task(by_docker_id_, container.docker_id, record);
    for (const auto& [network, address] : container.addresses) {
      const auto found = by_address_.find(address);
      if (found == by_address_.end()) continue;
      auto& claims = found->second;
      claims.erase(std::remove_if(claims.begin(), claims.end(),
                                  [&](const auto& claim) { return claim.task.get() == &record; }),
                   claims.end());
      if (claims.empty()) by_address_.erase(found);
    }
  }
}

ServedContainer TaskDirectory::by_endpoint_id(std::string_view endpoint_id) const {
  const std::shared_lock lock(mutex_);
  return find_in(by_endpoint_id_, endpoint_id);
}

ServedContainer TaskDirectory::by_address(std::string_view address) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return {};
  return *std::max_element(found->second.begin(), found->second.end(),
                           [](const auto& a, const auto& b) {
                             return a.container->started_at_ms < b.container->started_at_ms;
                           });
}

ServedContainer TaskDirectory::by_docker_id(std::string_view docker_id) const {
  const std::shared_lock lock(mutex_);
  return find_in(by_docker_id_, docker_id);
}

std::shared_ptr<const TaskRecord> TaskDirectory::by_arn(std::string_view task_arn) const {
  const std::shared_lock lock(mutex_);
  return find_in(by_arn_, task_arn).record;
}

bool TaskDirectory::awaits_address(std::string_view task_arn) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_arn_.find(task_arn);
  return found != by_arn_.end() && found->second.awaits_address;
}

std::vector<std::shared_ptr<const TaskRecord>> TaskDirectory::all() const {
  std::vector<std::shared_ptr<const TaskRecord>> tasks;
  const std::shared_lock lock(mutex_);
  tasks.reserve(by_arn_.size());
  for (const auto& [arn, published] : by_arn_) tasks.push_back(published.record);
  return tasks;
}

}  // namespace berth::agent
