// Records of IAM users and their access keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "store/transaction.h"

namespace berth::store {

struct UserRecord {
  std::string id;  ///< "AIDA…"; policies, keys and tags hang on it
  std::string name;
  std::string path = "/";
  std::optional<std::string> boundary_arn;
  std::int64_t created_at_ms = 0;

  bool operator==(const UserRecord&) const = default;
};

/// Whatever the name's case.
std::optional<UserRecord> find_user(Transaction& tx, std::string_view name);
std::optional<UserRecord> find_user_by_id(Transaction& tx, std::string_view id);
/// False where the name is taken.
bool insert_user(Transaction& tx, const UserRecord& user);
/// Writes name, path and boundary of the user with this id. False where the name is another's.
bool update_user(Transaction& tx, const UserRecord& user);
/// Its keys, policies, attachments and tags are gone before (see policies.h, tags.h), and it is in
/// no group (groups.h).
void delete_user(Transaction& tx, std::string_view id);
/// By name, after the name `after`, with paths that start with `path_prefix`, at most `limit`.
std::vector<UserRecord> list_users(Transaction& tx, std::string_view path_prefix,
                                   std::string_view after, int limit);

/// The users in a group by name, after the name `after`, at most `limit`.
std::vector<UserRecord> list_members(Transaction& tx, std::string_view group_id,
                                     std::string_view after, int limit);

struct AccessKeyRecord {
  std::string id;  ///< "AKIA…"
  std::string user_id;
  Secret secret;
  bool active = true;
  std::int64_t created_at_ms = 0;
  std::optional<std::int64_t> last_used_at_ms;
  std::string last_used_region;
  std::string last_used_service;
};

std::optional<AccessKeyRecord> find_access_key(Transaction& tx, std::string_view id);
void insert_access_key(Transaction& tx, const AccessKeyRecord& key);
void set_access_key_active(Transaction& tx, std::string_view id, bool active);
/// Does not change iam_revision: no decision rests on it.
void set_access_key_used(Transaction& tx, std::string_view id, std::int64_t now_ms,
                         std::string_view region, std::string_view service);
void delete_access_key(Transaction& tx, std::string_view id);
/// All of a user's, by id: there are two at most.
std::vector<AccessKeyRecord> list_access_keys(Transaction& tx, std::string_view user_id);

}  // namespace berth::store
