// What the agent's tasks show to those who serve containers: a published copy, readable anywhere.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "agent/task_record.h"

namespace berth::agent {

/// One container of a published task. Stays valid, and as it was, for as long as it is held.
struct ServedContainer {
  std::shared_ptr<const TaskRecord> task;      ///< null: nothing was found
  const ContainerRecord* container = nullptr;  ///< one of `task->containers`

  explicit operator bool() const { return container != nullptr; }
};

/// The network that a container's definition asks Docker for: "bridge", "host", "none", …;
/// "default" where it names none.
std::string network_mode_in(const aws::acs::Container& definition);

/// Copies of the tasks' records by what containers are asked and seen by. Thread-safe; readers hold
/// a shared lock for one look-up in a hash table. The records themselves belong to the task engine.
class TaskDirectory {
 public:
  /// Takes a copy of the record in place of the one before.
  void publish(const TaskRecord& task);
  /// The task is cleaned up: nothing finds it any more.
  void forget(const std::string& task_arn);

  /// By the last part of ECS_CONTAINER_METADATA_URI.
  ServedContainer by_endpoint_id(std::string_view endpoint_id) const;
  /// By an IPv4 address of a container that has not stopped. Docker gives addresses away anew: the
  /// container that started last has it.
  ServedContainer by_address(std::string_view address) const;
  /// By Docker's id, all 64 digits.
  ServedContainer by_docker_id(std::string_view docker_id) const;
  /// Null where there is none of that ARN.
  std::shared_ptr<const TaskRecord> by_arn(std::string_view task_arn) const;

  /// A container of the task is created and its address is not known yet: between Docker's start
  /// and the agent's look at it, a container may ask already.
  bool awaits_address(std::string_view task_arn) const;

  /// Every task, for listings.
  std::vector<std::shared_ptr<const TaskRecord>> all() const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

  struct Published {
    std::shared_ptr<const TaskRecord> record;
    bool awaits_address = false;
  };

  void add_to_indexes(const std::shared_ptr<const TaskRecord>& record);
  void remove_from_indexes(const TaskRecord& record);

  mutable std::shared_mutex mutex_;
  ByText<Published> by_arn_;
  ByText<ServedContainer> by_endpoint_id_;
  ByText<ServedContainer> by_docker_id_;
  ByText<std::vector<ServedContainer>> by_address_;
};

}  // namespace berth::agent
