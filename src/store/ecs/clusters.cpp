// Records of clusters, account settings and client tokens: the SQL.
#include "store/ecs/clusters.h"

#include "store/rows.h"

namespace berth::store {
namespace {

ClusterRecord cluster_of(const Row& row) {
  ClusterRecord cluster;
  cluster.region = row.text(0);
  cluster.name = row.text(1);
  cluster.status = row.text(2);
  cluster.created_at_ms = row.integer(3);
  cluster.body_json = row.text(4);
  cluster.tags_json = row.text(5);
  return cluster;
}

AccountSettingRecord setting_of(const Row& row) {
  return AccountSettingRecord{std::string(row.text(0)), std::string(row.text(1)),
                              std::string(row.text(2)), std::string(row.text(3))};
}

}  // namespace

std::optional<ClusterRecord> find_cluster(Transaction& tx, std::string_view region,
                                          std::string_view name) {
  return first_row(
      tx,
      "SELECT region, name, status, created_at_ms, body_json, tags_json FROM ecs_clusters "
      "WHERE region = ?1 AND name = ?2",
      {region, name}, cluster_of);
}

void put_cluster(Transaction& tx, const ClusterRecord& cluster) {
  tx.execute(
      "INSERT INTO ecs_clusters (region, name, status, created_at_ms, body_json, tags_json) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (region, name) DO UPDATE SET status = ?3, "
      "created_at_ms = ?4, body_json = ?5, tags_json = ?6",
      {cluster.region, cluster.name, cluster.status, cluster.created_at_ms, cluster.body_json,
       cluster.tags_json});
}

std::vector<ClusterRecord> list_clusters(Transaction& tx, std::string_view region,
                                         std::string_view after, int limit) {
  std::vector<ClusterRecord> clusters;
  tx.query(
      "SELECT region, name, status, created_at_ms, body_json, tags_json FROM ecs_clusters "
      "WHERE region = ?1 AND name > ?2 AND status = 'ACTIVE' ORDER BY name LIMIT ?3",
      {region, after, std::int64_t{limit}}, [&clusters](const Row& row) {
        clusters.push_back(cluster_of(row));
        return true;
      });
  return clusters;
}

std::optional<AccountSettingRecord> find_account_setting(Transaction& tx, std::string_view region,
                                                         std::string_view principal_arn,
                                                         std::string_view name) {
  return first_row(tx,
                   "SELECT region, principal_arn, name, value FROM ecs_account_settings "
                   "WHERE region = ?1 AND principal_arn = ?2 AND name = ?3",
                   {region, principal_arn, name}, setting_of);
}

void put_account_setting(Transaction& tx, const AccountSettingRecord& setting) {
  tx.execute(
      "INSERT INTO ecs_account_settings (region, principal_arn, name, value) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (region, principal_arn, name) DO UPDATE SET value = ?4",
      {setting.region, setting.principal_arn, setting.name, setting.value});
}

void delete_account_setting(Transaction& tx, std::string_view region,
                            std::string_view principal_arn, std::string_view name) {
  tx.execute(
      "DELETE FROM ecs_account_settings WHERE region = ?1 AND principal_arn = ?2 AND name = ?3",
      {region, principal_arn, name});
}

std::vector<AccountSettingRecord> list_account_settings(Transaction& tx, std::string_view region) {
  return all_rows(
      tx,
      "SELECT region, principal_arn, name, value FROM ecs_account_settings WHERE region = ?1 "
      "ORDER BY name, principal_arn",
      {region}, setting_of);
}

std::optional<ClientTokenRecord> find_client_token(Transaction& tx, std::string_view region,
                                                   std::string_view operation,
                                                   std::string_view token, std::int64_t oldest_ms) {
  std::optional<ClientTokenRecord> found;
  tx.query(
      "SELECT region, operation, token, request_json, answer_json, created_at_ms "
      "FROM ecs_client_tokens WHERE region = ?1 AND operation = ?2 AND token = ?3 "
      "AND created_at_ms >= ?4",
      {region, operation, token, oldest_ms}, [&found](const Row& row) {
        found.emplace();
        found->region = row.text(0);
        found->operation = row.text(1);
        found->token = row.text(2);
        found->request_json = row.text(3);
        found->answer_json = row.text(4);
        found->created_at_ms = row.integer(5);
        return false;
      });
  return found;
}

void put_client_token(Transaction& tx, const ClientTokenRecord& token, std::int64_t oldest_ms) {
  tx.execute(
      "DELETE FROM ecs_client_tokens WHERE (region, operation, token) IN ("
      "SELECT region, operation, token FROM ecs_client_tokens WHERE created_at_ms < ?1 LIMIT 100)",
      {oldest_ms});
  tx.execute(
      "INSERT INTO ecs_client_tokens (region, operation, token, request_json, answer_json, "
      "created_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (region, operation, token) "
      "DO UPDATE SET request_json = ?4, answer_json = ?5, created_at_ms = ?6",
      {token.region, token.operation, token.token, token.request_json, token.answer_json,
       token.created_at_ms});
}

}  // namespace berth::store
