// The tables behind users.h.
#include "store/iam/users.h"

#include "store/iam/revision.h"
#include "store/iam/tags.h"
#include "store/rows.h"

namespace berth::store {
namespace {

UserRecord user_of(const Row& row) {
  UserRecord user;
  user.id = row.text(0);
  user.name = row.text(1);
  user.path = row.text(2);
  if (!row.is_null(3)) user.boundary_arn = row.text(3);
  user.created_at_ms = row.integer(4);
  return user;
}

AccessKeyRecord access_key_of(const Row& row) {
  AccessKeyRecord key;
  key.id = row.text(0);
  key.user_id = row.text(1);
  key.secret = Secret(std::string(row.text(2)));
  key.active = row.text(3) == "Active";
  key.created_at_ms = row.integer(4);
  if (!row.is_null(5)) key.last_used_at_ms = row.integer(5);
  key.last_used_region = row.text(6);
  key.last_used_service = row.text(7);
  return key;
}

Param boundary_of(const UserRecord& user) {
  return user.boundary_arn ? Param(std::string_view(*user.boundary_arn)) : Param(nullptr);
}

}  // namespace

std::optional<UserRecord> find_user(Transaction& tx, std::string_view name) {
  const std::string key = name_key(name);
  return first_row(
      tx, "SELECT id, name, path, boundary_arn, created_at_ms FROM iam_users WHERE name_key = ?1",
      {key}, user_of);
}

std::optional<UserRecord> find_user_by_id(Transaction& tx, std::string_view id) {
  return first_row(
      tx, "SELECT id, name, path, boundary_arn, created_at_ms FROM iam_users WHERE id = ?1", {id},
      user_of);
}

bool insert_user(Transaction& tx, const UserRecord& user) {
  const std::string key = name_key(user.name);
  const bool inserted =
      tx.execute(
          "INSERT INTO iam_users (name_key, name, id, path, boundary_arn, created_at_ms) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name_key) DO NOTHING",
          {key, user.name, user.id, user.path, boundary_of(user), user.created_at_ms}) == 1;
  if (inserted) bump_iam_revision(tx);
  return inserted;
}

bool update_user(Transaction& tx, const UserRecord& user) {
  const auto namesake = find_user(tx, user.name);
  if (namesake && namesake->id != user.id) return false;
  const std::string key = name_key(user.name);
  tx.execute(
      "UPDATE iam_users SET name_key = ?1, name = ?2, path = ?3, boundary_arn = ?4 WHERE id = ?5",
      {key, user.name, user.path, boundary_of(user), user.id});
  bump_iam_revision(tx);
  return true;
}

void delete_user(Transaction& tx, std::string_view id) {
  tx.execute("DELETE FROM iam_users WHERE id = ?1", {id});
  bump_iam_revision(tx);
}

std::vector<UserRecord> list_users(Transaction& tx, std::string_view path_prefix,
                                   std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(
      tx,
      "SELECT id, name, path, boundary_arn, created_at_ms FROM iam_users "
      "WHERE name_key > ?1 AND substr(path, 1, length(?2)) = ?2 ORDER BY name_key LIMIT ?3",
      {after_key, path_prefix, std::int64_t{limit}}, user_of);
}

std::vector<UserRecord> list_members(Transaction& tx, std::string_view group_id,
                                     std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(tx,
                  "SELECT u.id, u.name, u.path, u.boundary_arn, u.created_at_ms "
                  "FROM iam_memberships m JOIN iam_users u ON u.id = m.user_id "
                  "WHERE m.group_id = ?1 AND u.name_key > ?2 ORDER BY u.name_key LIMIT ?3",
                  {group_id, after_key, std::int64_t{limit}}, user_of);
}

std::optional<AccessKeyRecord> find_access_key(Transaction& tx, std::string_view id) {
  return first_row(
      tx,
      "SELECT id, user_id, secret, status, created_at_ms, last_used_at_ms, last_used_region, "
      "last_used_service FROM iam_access_keys WHERE id = ?1",
      {id}, access_key_of);
}

void insert_access_key(Transaction& tx, const AccessKeyRecord& key) {
  tx.execute(
      "INSERT INTO iam_access_keys (id, user_id, secret, status, created_at_ms) "
      "VALUES (?1, ?2, ?3, ?4, ?5)",
      {key.id, key.user_id, key.secret.reveal(), key.active ? "Active" : "Inactive",
       key.created_at_ms});
  bump_iam_revision(tx);
}

void set_access_key_active(Transaction& tx, std::string_view id, bool active) {
  tx.execute("UPDATE iam_access_keys SET status = ?1 WHERE id = ?2",
             {active ? "Active" : "Inactive", id});
  bump_iam_revision(tx);
}

void set_access_key_used(Transaction& tx, std::string_view id, std::int64_t now_ms,
                         std::string_view region, std::string_view service) {
  tx.execute(
      "UPDATE iam_access_keys SET last_used_at_ms = ?1, last_used_region = ?2, "
      "last_used_service = ?3 WHERE id = ?4",
      {now_ms, region, service, id});
}

void delete_access_key(Transaction& tx, std::string_view id) {
  tx.execute("DELETE FROM iam_access_keys WHERE id = ?1", {id});
  bump_iam_revision(tx);
}

std::vector<AccessKeyRecord> list_access_keys(Transaction& tx, std::string_view user_id) {
  return all_rows(
      tx,
      "SELECT id, user_id, secret, status, created_at_ms, last_used_at_ms, last_used_region, "
      "last_used_service FROM iam_access_keys WHERE user_id = ?1 ORDER BY id",
      {user_id}, access_key_of);
}

}  // namespace berth::store
