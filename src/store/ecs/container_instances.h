// Records of container instances: what an agent registers, placement fills and channels connect.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/ecs/tasks.h"
#include "store/transaction.h"

namespace berth::store {

/// A container instance. `body_json` is an aws::ecs::ContainerInstance with what has no column:
/// version info, attachments, EC2 instance id.
struct ContainerInstanceRecord {
  std::string account;
  std::string region;
  std::string cluster;  ///< its name
  std::string id;       ///< 32 hexadecimal digits
  std::string status;   ///< "ACTIVE", "DRAINING" or "INACTIVE"
  bool agent_connected = false;
  /// Who registered it: the unique id of the role or user ("AROA…", "AIDA…") or the account's.
  /// State of its tasks is taken from that principal only.
  std::string registered_by;
  std::int64_t registered_at_ms = 0;
  std::int64_t version = 1;

  std::string attributes_json = "{}";  ///< {"attributes": [{"name", "value"?}]}
  /// Of attributes_json: equal sets have equal values, so that placement reads each set once.
  std::int64_t attributes_hash = 0;

  std::int32_t registered_cpu = 0;
  std::int32_t registered_memory_mib = 0;
  std::vector<std::int32_t> registered_tcp_ports;  ///< taken by the machine itself
  std::vector<std::int32_t> registered_udp_ports;
  Reservation used;  ///< by tasks that have not stopped
  std::int32_t running_tasks = 0;
  std::int32_t pending_tasks = 0;

  std::string body_json;
  std::string tags_json;  ///< {"tags": [{"key", "value"}]}, or empty

  bool operator==(const ContainerInstanceRecord&) const = default;
};

/// "arn:aws:ecs:REGION:ACCOUNT:container-instance/CLUSTER/ID"
std::string container_instance_arn(const ContainerInstanceRecord& instance);

std::optional<ContainerInstanceRecord> find_container_instance(Transaction& tx,
                                                               std::string_view region,
                                                               std::string_view cluster,
                                                               std::string_view id);
/// By its full ARN; absent also for text that is none.
std::optional<ContainerInstanceRecord> find_container_instance_by_arn(Transaction& tx,
                                                                      std::string_view arn);

void insert_container_instance(Transaction& tx, const ContainerInstanceRecord& instance);
/// Writes everything but the identity; attributes_hash is computed here.
void update_container_instance(Transaction& tx, const ContainerInstanceRecord& instance);
/// Writes `used` and the counts of tasks only, and counts the version up: enough after a placement,
/// also for a record of instances_to_place_on.
void update_instance_usage(Transaction& tx, const ContainerInstanceRecord& instance);
/// The agent's channel opened or closed. False where there is no such instance.
bool set_agent_connected(Transaction& tx, std::string_view arn, bool connected);
/// At the start of a control plane no channel is open.
void disconnect_all_agents(Transaction& tx);

/// Books a placed task on its instance, or gives back what a stopped one held.
void reserve_on_instance(ContainerInstanceRecord& instance, const Reservation& reservation);
void release_from_instance(ContainerInstanceRecord& instance, const Reservation& reservation);

/// By id, after `after`, at most `limit`; an empty status lists ACTIVE and DRAINING.
std::vector<ContainerInstanceRecord> list_container_instances(Transaction& tx,
                                                              std::string_view region,
                                                              std::string_view cluster,
                                                              std::string_view status,
                                                              std::string_view after, int limit);

/// The instances of a cluster as placement looks at them, ACTIVE and DRAINING, without bodies, tags
/// and attributes.
std::vector<ContainerInstanceRecord> instances_to_place_on(Transaction& tx, std::string_view region,
                                                           std::string_view cluster);
/// The attributes_json of one instance.
std::string attributes_of_instance(Transaction& tx, const ContainerInstanceRecord& instance);

/// What DescribeClusters counts.
struct ClusterCounts {
  std::int64_t instances = 0;
  std::int64_t running_tasks = 0;
  std::int64_t pending_tasks = 0;
};
ClusterCounts count_cluster(Transaction& tx, std::string_view region, std::string_view cluster);

}  // namespace berth::store
