// Records of container instances: the SQL.
#include "store/ecs/container_instances.h"

#include <algorithm>

#include "store/ecs/columns.h"
#include "store/rows.h"

#define BERTH_INSTANCE_COLUMNS                                                               \
  "account, region, cluster, id, status, agent_connected, registered_by, registered_at_ms, " \
  "version, attributes_hash, registered_cpu, registered_memory_mib, registered_tcp_ports, "  \
  "registered_udp_ports, used_cpu, used_memory_mib, used_tcp_ports, used_udp_ports, "        \
  "running_tasks, pending_tasks"

namespace berth::store {
namespace {

constexpr int kInstanceBody = 20;

ContainerInstanceRecord instance_of(const Row& row) {
  ContainerInstanceRecord instance;
  instance.account = row.text(0);
  instance.region = row.text(1);
  instance.cluster = row.text(2);
  instance.id = row.text(3);
  instance.status = row.text(4);
  instance.agent_connected = row.integer(5) != 0;
  instance.registered_by = row.text(6);
  instance.registered_at_ms = row.integer(7);
  instance.version = row.integer(8);
  instance.attributes_hash = row.integer(9);
  instance.registered_cpu = int32_of(row, 10);
  instance.registered_memory_mib = int32_of(row, 11);
  instance.registered_tcp_ports = ports_of(row.text(12));
  instance.registered_udp_ports = ports_of(row.text(13));
  instance.used.cpu = int32_of(row, 14);
  instance.used.memory_mib = int32_of(row, 15);
  instance.used.tcp_ports = ports_of(row.text(16));
  instance.used.udp_ports = ports_of(row.text(17));
  instance.running_tasks = int32_of(row, 18);
  instance.pending_tasks = int32_of(row, 19);
  return instance;
}

ContainerInstanceRecord whole_instance_of(const Row& row) {
  ContainerInstanceRecord instance = instance_of(row);
  instance.attributes_json = row.text(kInstanceBody);
  instance.body_json = row.text(kInstanceBody + 1);
  instance.tags_json = row.text(kInstanceBody + 2);
  return instance;
}

/// FNV-1a, 64 bits: the same everywhere and in every build.
std::int64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return static_cast<std::int64_t>(hash);
}

void add_ports(std::vector<std::int32_t>& to, const std::vector<std::int32_t>& ports) {
  to.insert(to.end(), ports.begin(), ports.end());
  std::sort(to.begin(), to.end());
}

void remove_ports(std::vector<std::int32_t>& from, const std::vector<std::int32_t>& ports) {
  for (const std::int32_t port : ports) {
    const auto place = std::find(from.begin(), from.end(), port);
    if (place != from.end()) from.erase(place);
  }
}

}  // namespace

std::string container_instance_arn(const ContainerInstanceRecord& instance) {
  return "arn:aws:ecs:" + instance.region + ":" + instance.account + ":container-instance/" +
         instance.cluster + "/" + instance.id;
}

std::optional<ContainerInstanceRecord> find_container_instance(Transaction& tx,
                                                               std::string_view region,
                                                               std::string_view cluster,
                                                               std::string_view id) {
  return first_row(tx,
                   "SELECT " BERTH_INSTANCE_COLUMNS
                   ", attributes_json, body_json, tags_json FROM ecs_container_instances "
                   "WHERE region = ?1 AND cluster = ?2 AND id = ?3",
                   {region, cluster, id}, whole_instance_of);
}

std::optional<ContainerInstanceRecord> find_container_instance_by_arn(Transaction& tx,
                                                                      std::string_view arn) {
  const auto name = resource_of_arn(arn, "container-instance");
  if (!name) return std::nullopt;
  auto instance = find_container_instance(tx, name->region, name->cluster, name->id);
  if (!instance || container_instance_arn(*instance) != arn) return std::nullopt;
  return instance;
}

void insert_container_instance(Transaction& tx, const ContainerInstanceRecord& instance) {
  tx.execute(
      "INSERT INTO ecs_container_instances (account, region, cluster, id, status, "
      "registered_by, registered_at_ms, attributes_json, body_json, tags_json) "
      "VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, '[]', '', '')",
      {instance.account, instance.region, instance.cluster, instance.id, instance.status,
       instance.registered_at_ms});
  update_container_instance(tx, instance);
}

void update_container_instance(Transaction& tx, const ContainerInstanceRecord& instance) {
  const std::string tcp = ports_text(instance.registered_tcp_ports);
  const std::string udp = ports_text(instance.registered_udp_ports);
  const std::string used_tcp = ports_text(instance.used.tcp_ports);
  const std::string used_udp = ports_text(instance.used.udp_ports);
  tx.execute(
      "UPDATE ecs_container_instances SET status = ?4, agent_connected = ?5, registered_by = ?6, "
      "registered_at_ms = ?7, version = ?8, attributes_hash = ?9, registered_cpu = ?10, "
      "registered_memory_mib = ?11, registered_tcp_ports = ?12, registered_udp_ports = ?13, "
      "used_cpu = ?14, used_memory_mib = ?15, used_tcp_ports = ?16, used_udp_ports = ?17, "
      "running_tasks = ?18, pending_tasks = ?19, attributes_json = ?20, body_json = ?21, "
      "tags_json = ?22 WHERE region = ?1 AND cluster = ?2 AND id = ?3",
      {instance.region,
       instance.cluster,
       instance.id,
       instance.status,
       std::int64_t{instance.agent_connected ? 1 : 0},
       instance.registered_by,
       instance.registered_at_ms,
       instance.version,
       hash_of(instance.attributes_json),
       std::int64_t{instance.registered_cpu},
       std::int64_t{instance.registered_memory_mib},
       tcp,
       udp,
       std::int64_t{instance.used.cpu},
       std::int64_t{instance.used.memory_mib},
       used_tcp,
       used_udp,
       std::int64_t{instance.running_tasks},
       std::int64_t{instance.pending_tasks},
       instance.attributes_json,
       instance.body_json,
       instance.tags_json});
}

void update_instance_usage(Transaction& tx, const ContainerInstanceRecord& instance) {
  const std::string used_tcp = ports_text(instance.used.tcp_ports);
  const std::string used_udp = ports_text(instance.used.udp_ports);
  tx.execute(
      "UPDATE ecs_container_instances SET used_cpu = ?4, used_memory_mib = ?5, used_tcp_ports = "
      "?6, "
      "used_udp_ports = ?7, running_tasks = ?8, pending_tasks = ?9, version = version + 1 "
      "WHERE region = ?1 AND cluster = ?2 AND id = ?3",
      {instance.region, instance.cluster, instance.id, std::int64_t{instance.used.cpu},
       std::int64_t{instance.used.memory_mib}, used_tcp, used_udp,
       std::int64_t{instance.running_tasks}, std::int64_t{instance.pending_tasks}});
}

bool set_agent_connected(Transaction& tx, std::string_view arn, bool connected) {
  const auto name = resource_of_arn(arn, "container-instance");
  if (!name) return false;
  return tx.execute(
             "UPDATE ecs_container_instances SET agent_connected = ?4, version = version + 1 "
             "WHERE region = ?1 AND cluster = ?2 AND id = ?3",
             {name->region, name->cluster, name->id, std::int64_t{connected ? 1 : 0}}) == 1;
}

void disconnect_all_agents(Transaction& tx) {
  tx.execute(
      "UPDATE ecs_container_instances SET agent_connected = 0, version = version + 1 "
      "WHERE agent_connected = 1");
}

void reserve_on_instance(ContainerInstanceRecord& instance, const Reservation& reservation) {
  instance.used.cpu += reservation.cpu;
  instance.used.memory_mib += reservation.memory_mib;
  add_ports(instance.used.tcp_ports, reservation.tcp_ports);
  add_ports(instance.used.udp_ports, reservation.udp_ports);
}

void release_from_instance(ContainerInstanceRecord& instance, const Reservation& reservation) {
  instance.used.cpu -= reservation.cpu;
  instance.used.memory_mib -= reservation.memory_mib;
  remove_ports(instance.used.tcp_ports, reservation.tcp_ports);
  remove_ports(instance.used.udp_ports, reservation.udp_ports);
}

std::vector<ContainerInstanceRecord> list_container_instances(Transaction& tx,
                                                              std::string_view region,
                                                              std::string_view cluster,
                                                              std::string_view status,
                                                              std::string_view after, int limit) {
  std::vector<ContainerInstanceRecord> instances;
  tx.query("SELECT " BERTH_INSTANCE_COLUMNS
           ", attributes_json, body_json, tags_json FROM ecs_container_instances "
           "WHERE region = ?1 AND cluster = ?2 AND id > ?3 AND status <> 'INACTIVE' "
           "AND (?4 = '' OR status = ?4) ORDER BY id LIMIT ?5",
           {region, cluster, after, status, std::int64_t{limit}}, [&instances](const Row& row) {
             instances.push_back(whole_instance_of(row));
             return true;
           });
  return instances;
}

std::vector<ContainerInstanceRecord> instances_to_place_on(Transaction& tx, std::string_view region,
                                                           std::string_view cluster) {
  return all_rows(tx,
                  "SELECT " BERTH_INSTANCE_COLUMNS
                  " FROM ecs_container_instances "
                  "WHERE region = ?1 AND cluster = ?2 AND status <> 'INACTIVE' ORDER BY id",
                  {region, cluster}, instance_of);
}

std::string attributes_of_instance(Transaction& tx, const ContainerInstanceRecord& instance) {
  std::string attributes;
  tx.query(
      "SELECT attributes_json FROM ecs_container_instances "
      "WHERE region = ?1 AND cluster = ?2 AND id = ?3",
      {instance.region, instance.cluster, instance.id}, [&attributes](const Row& row) {
        attributes = row.text(0);
        return false;
      });
  return attributes;
}

ClusterCounts count_cluster(Transaction& tx, std::string_view region, std::string_view cluster) {
  ClusterCounts counts;
  tx.query(
      "SELECT COUNT(*), COALESCE(SUM(running_tasks), 0), COALESCE(SUM(pending_tasks), 0) "
      "FROM ecs_container_instances "
      "WHERE region = ?1 AND cluster = ?2 AND status <> 'INACTIVE'",
      {region, cluster}, [&counts](const Row& row) {
        counts = {row.integer(0), row.integer(1), row.integer(2)};
        return false;
      });
  return counts;
}

}  // namespace berth::store
