// The tables behind groups.h.
#include "store/iam/groups.h"

#include "store/iam/revision.h"
#include "store/iam/tags.h"
#include "store/rows.h"

namespace berth::store {
namespace {

GroupRecord group_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          row.integer(3)};
}

}  // namespace

std::optional<GroupRecord> find_group(Transaction& tx, std::string_view name) {
  const std::string key = name_key(name);
  return first_row(tx, "SELECT id, name, path, created_at_ms FROM iam_groups WHERE name_key = ?1",
                   {key}, group_of);
}

std::optional<GroupRecord> find_group_by_id(Transaction& tx, std::string_view id) {
  return first_row(tx, "SELECT id, name, path, created_at_ms FROM iam_groups WHERE id = ?1", {id},
                   group_of);
}

bool insert_group(Transaction& tx, const GroupRecord& group) {
  const std::string key = name_key(group.name);
  const bool inserted = tx.execute(
                            "INSERT INTO iam_groups (name_key, name, id, path, created_at_ms) "
                            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name_key) DO NOTHING",
                            {key, group.name, group.id, group.path, group.created_at_ms}) == 1;
  if (inserted) bump_iam_revision(tx);
  return inserted;
}

bool update_group(Transaction& tx, const GroupRecord& group) {
  const auto namesake = find_group(tx, group.name);
  if (namesake && namesake->id != group.id) return false;
  const std::string key = name_key(group.name);
  tx.execute("UPDATE iam_groups SET name_key = ?1, name = ?2, path = ?3 WHERE id = ?4",
             {key, group.name, group.path, group.id});
  bump_iam_revision(tx);
  return true;
}

void delete_group(Transaction& tx, std::string_view id) {
  tx.execute("DELETE FROM iam_groups WHERE id = ?1", {id});
  bump_iam_revision(tx);
}

std::vector<GroupRecord> list_groups(Transaction& tx, std::string_view path_prefix,
                                     std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(tx,
                  "SELECT id, name, path, created_at_ms FROM iam_groups "
                  "WHERE name_key > ?1 AND substr(path, 1, length(?2)) = ?2 "
                  "ORDER BY name_key LIMIT ?3",
                  {after_key, path_prefix, std::int64_t{limit}}, group_of);
}

void add_member(Transaction& tx, std::string_view group_id, std::string_view user_id) {
  tx.execute(
      "INSERT INTO iam_memberships (group_id, user_id) VALUES (?1, ?2) "
      "ON CONFLICT (group_id, user_id) DO NOTHING",
      {group_id, user_id});
  bump_iam_revision(tx);
}

void remove_member(Transaction& tx, std::string_view group_id, std::string_view user_id) {
  tx.execute("DELETE FROM iam_memberships WHERE group_id = ?1 AND user_id = ?2",
             {group_id, user_id});
  bump_iam_revision(tx);
}

std::vector<GroupRecord> groups_of_user(Transaction& tx, std::string_view user_id,
                                        std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(tx,
                  "SELECT g.id, g.name, g.path, g.created_at_ms FROM iam_memberships m "
                  "JOIN iam_groups g ON g.id = m.group_id "
                  "WHERE m.user_id = ?1 AND g.name_key > ?2 ORDER BY g.name_key LIMIT ?3",
                  {user_id, after_key, std::int64_t{limit}}, group_of);
}

}  // namespace berth::store
