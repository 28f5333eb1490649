// The table of roles behind roles.h.
#include "store/iam/roles.h"

#include "store/iam/revision.h"
#include "store/iam/tags.h"
#include "store/rows.h"

namespace berth::store {
namespace {

RoleRecord role_of(const Row& row) {
  RoleRecord role;
  role.id = row.text(0);
  role.name = row.text(1);
  role.path = row.text(2);
  role.trust_policy = row.text(3);
  if (!row.is_null(4)) role.description = row.text(4);
  role.max_session_seconds = row.integer(5);
  if (!row.is_null(6)) role.boundary_arn = row.text(6);
  role.created_at_ms = row.integer(7);
  if (!row.is_null(8)) role.last_used_at_ms = row.integer(8);
  role.last_used_region = row.text(9);
  return role;
}

}  // namespace

std::optional<RoleRecord> find_role(Transaction& tx, std::string_view name) {
  const std::string key = name_key(name);
  return first_row(
      tx,
      "SELECT id, name, path, trust_policy, description, max_session_seconds, boundary_arn, "
      "created_at_ms, last_used_at_ms, last_used_region FROM iam_roles WHERE name_key = ?1",
      {key}, role_of);
}

std::optional<RoleRecord> find_role_by_id(Transaction& tx, std::string_view id) {
  return first_row(
      tx,
      "SELECT id, name, path, trust_policy, description, max_session_seconds, boundary_arn, "
      "created_at_ms, last_used_at_ms, last_used_region FROM iam_roles WHERE id = ?1",
      {id}, role_of);
}

bool insert_role(Transaction& tx, const RoleRecord& role) {
  const std::string key = name_key(role.name);
  const bool inserted =
      tx.execute(
          "INSERT INTO iam_roles (name_key, name, id, path, trust_policy, description, "
          "max_session_seconds, boundary_arn, created_at_ms) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name_key) DO NOTHING",
          {key, role.name, role.id, role.path, role.trust_policy, text_or_null(role.description),
           role.max_session_seconds, text_or_null(role.boundary_arn), role.created_at_ms}) == 1;
  if (inserted) bump_iam_revision(tx);
  return inserted;
}

void update_role(Transaction& tx, const RoleRecord& role) {
  tx.execute(
      "UPDATE iam_roles SET trust_policy = ?1, description = ?2, max_session_seconds = ?3, "
      "boundary_arn = ?4 WHERE id = ?5",
      {role.trust_policy, text_or_null(role.description), role.max_session_seconds,
       text_or_null(role.boundary_arn), role.id});
  bump_iam_revision(tx);
}

void set_role_used(Transaction& tx, std::string_view id, std::int64_t now_ms,
                   std::string_view region) {
  tx.execute("UPDATE iam_roles SET last_used_at_ms = ?1, last_used_region = ?2 WHERE id = ?3",
             {now_ms, region, id});
}

void delete_role(Transaction& tx, std::string_view id) {
  tx.execute("DELETE FROM iam_roles WHERE id = ?1", {id});
  bump_iam_revision(tx);
}

std::vector<RoleRecord> list_roles(Transaction& tx, std::string_view path_prefix,
                                   std::string_view after, int limit) {
  const std::string after_key = name_key(after);
  return all_rows(
      tx,
      "SELECT id, name, path, trust_policy, description, max_session_seconds, boundary_arn, "
      "created_at_ms, last_used_at_ms, last_used_region FROM iam_roles "
      "WHERE name_key > ?1 AND substr(path, 1, length(?2)) = ?2 ORDER BY name_key LIMIT ?3",
      {after_key, path_prefix, std::int64_t{limit}}, role_of);
}

}  // namespace berth::store
