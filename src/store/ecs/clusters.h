// Records of clusters, account settings and client tokens: the small tables of ECS.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// A cluster. `body_json` is an aws::ecs::Cluster with settings and configuration.
struct ClusterRecord {
  std::string region;
  std::string name;
  std::string status = "ACTIVE";  ///< or "INACTIVE" once it was deleted
  std::int64_t created_at_ms = 0;
  std::string body_json;
  std::string tags_json;  ///< {"tags": [{"key", "value"}]}, or empty

  bool operator==(const ClusterRecord&) const = default;
};

std::optional<ClusterRecord> find_cluster(Transaction& tx, std::string_view region,
                                          std::string_view name);
/// Writes the cluster, new or not.
void put_cluster(Transaction& tx, const ClusterRecord& cluster);
/// ACTIVE clusters by name, after `after`, at most `limit`.
std::vector<ClusterRecord> list_clusters(Transaction& tx, std::string_view region,
                                         std::string_view after, int limit);

/// A setting of one principal, or the account's default where `principal_arn` is empty.
struct AccountSettingRecord {
  std::string region;
  std::string principal_arn;
  std::string name;
  std::string value;

  bool operator==(const AccountSettingRecord&) const = default;
};

std::optional<AccountSettingRecord> find_account_setting(Transaction& tx, std::string_view region,
                                                         std::string_view principal_arn,
                                                         std::string_view name);
void put_account_setting(Transaction& tx, const AccountSettingRecord& setting);
void delete_account_setting(Transaction& tx, std::string_view region,
                            std::string_view principal_arn, std::string_view name);
/// All of the region, by name and principal.
std::vector<AccountSettingRecord> list_account_settings(Transaction& tx, std::string_view region);

/// What a call with a client token asked and was answered: the same call again gets the same.
struct ClientTokenRecord {
  std::string region;
  std::string operation;
  std::string token;
  std::string request_json;
  std::string answer_json;
  std::int64_t created_at_ms = 0;
};

/// Tokens made at `oldest_ms` or later; older ones have run out.
std::optional<ClientTokenRecord> find_client_token(Transaction& tx, std::string_view region,
                                                   std::string_view operation,
                                                   std::string_view token, std::int64_t oldest_ms);
/// Replaces one that has run out, and forgets up to 100 others older than `oldest_ms`.
void put_client_token(Transaction& tx, const ClientTokenRecord& token, std::int64_t oldest_ms);

}  // namespace berth::store
