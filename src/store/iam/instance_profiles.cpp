// The table of instance profiles behind roles.h. No decision rests on them.
#include "store/iam/roles.h"
#include "store/iam/tags.h"
#include "store/rows.h"

namespace berth::store {
namespace {

InstanceProfileRecord profile_of(const Row& row) {
  InstanceProfileRecord profile;
  profile.id = row.text(0);
  profile.name = row.text(1);
  profile.path = row.text(2);
  if (!row.is_null(3)) profile.role_id = row.text(3);
  profile.created_at_ms = row.integer(4);
  return profile;
}

}  // namespace

std::optional<InstanceProfileRecord> find_instance_profile(Transaction& tx, std::string_view name) {
  const std::string key = name_key(name);
  return first_row(tx,
                   "SELECT id, name, path, role_id, created_at_ms FROM iam_instance_profiles "
                   "WHERE name_key = ?1",
                   {key}, profile_of);
}

bool insert_instance_profile(Transaction& tx, const InstanceProfileRecord& profile) {
  const std::string key = name_key(profile.name);
  return tx.execute(
             "INSERT INTO iam_instance_profiles (name_key, name, id, path, created_at_ms) "
             "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name_key) DO NOTHING",
             {key, profile.name, profile.id, profile.path, profile.created_at_ms}) == 1;
}

void set_instance_profile_role(Transaction& tx, std::string_view id,
                               const std::optional<std::string>& role_id) {
  const Param role = role_id ? Param(std::string_view(*role_id)) : Param(nullptr);
  tx.execute("UPDATE iam_instance_profiles SET role_id = ?1 WHERE id = ?2", {role, id});
}

void delete_instance_profile(Transaction& tx, std::string_view id) {
  tx.execute("DELETE FROM iam_instance_profiles WHERE id = ?1", {id});
}

std::vector<InstanceProfileRecord> list_instance_profiles(Transaction& tx,
                                                          std::string_view path_prefix,
                                                          std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(tx,
                  "SELECT id, name, path, role_id, created_at_ms FROM iam_instance_profiles "
                  "WHERE name_key > ?1 AND substr(path, 1, length(?2)) = ?2 "
                  "ORDER BY name_key LIMIT ?3",
                  {after_key, path_prefix, std::int64_t{limit}}, profile_of);
}

std::vector<InstanceProfileRecord> instance_profiles_of_role(Transaction& tx,
                                                             std::string_view role_id,
                                                             std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(tx,
                  "SELECT id, name, path, role_id, created_at_ms FROM iam_instance_profiles "
                  "WHERE role_id = ?1 AND name_key > ?2 ORDER BY name_key LIMIT ?3",
                  {role_id, after_key, std::int64_t{limit}}, profile_of);
}

}  // namespace berth::store
