// The tables of managed policies and attachments behind policies.h.
#include "store/iam/policies.h"

#include "store/iam/revision.h"
#include "store/rows.h"

namespace berth::store {
namespace {

PolicyRecord policy_of(const Row& row) {
  PolicyRecord policy;
  policy.arn = row.text(0);
  policy.id = row.text(1);
  policy.name = row.text(2);
  policy.path = row.text(3);
  if (!row.is_null(4)) policy.description = row.text(4);
  policy.default_version = row.integer(5);
  policy.latest_version = row.integer(6);
  policy.created_at_ms = row.integer(7);
  policy.updated_at_ms = row.integer(8);
  return policy;
}

PolicyVersionRecord version_of(const Row& row) {
  return PolicyVersionRecord{row.integer(0), std::string(row.text(1)), row.integer(2)};
}

void add_ids(Transaction& tx, std::string_view sql, std::string_view policy_arn,
             std::vector<std::string>& ids) {
  tx.query(sql, {policy_arn}, [&ids](const Row& row) {
    ids.emplace_back(row.text(0));
    return true;
  });
}

}  // namespace

std::optional<PolicyRecord> find_policy(Transaction& tx, std::string_view arn) {
  return first_row(
      tx,
      "SELECT arn, id, name, path, description, default_version, latest_version, created_at_ms, "
      "updated_at_ms FROM iam_policies WHERE arn = ?1",
      {arn}, policy_of);
}

bool insert_policy(Transaction& tx, const PolicyRecord& policy) {
  const Param description =
      policy.description ? Param(std::string_view(*policy.description)) : Param(nullptr);
  const bool inserted =
      tx.execute(
          "INSERT INTO iam_policies (name, arn, id, path, description, default_version, "
          "latest_version, created_at_ms, updated_at_ms) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (name) DO NOTHING",
          {policy.name, policy.arn, policy.id, policy.path, description, policy.default_version,
           policy.latest_version, policy.created_at_ms, policy.updated_at_ms}) == 1;
  if (inserted) bump_iam_revision(tx);
  return inserted;
}

void update_policy(Transaction& tx, const PolicyRecord& policy) {
  tx.execute(
      "UPDATE iam_policies SET default_version = ?1, latest_version = ?2, updated_at_ms = ?3 "
      "WHERE arn = ?4",
      {policy.default_version, policy.latest_version, policy.updated_at_ms, policy.arn});
  bump_iam_revision(tx);
}

void delete_policy(Transaction& tx, std::string_view arn) {
  tx.execute("DELETE FROM iam_policy_versions WHERE policy_arn = ?1", {arn});
  tx.execute("DELETE FROM iam_policies WHERE arn = ?1", {arn});
  bump_iam_revision(tx);
}

std::vector<PolicyRecord> list_policies(Transaction& tx, std::string_view path_prefix,
                                        std::string_view after, int limit) {
  std::vector<PolicyRecord> policies;
  tx.query(
      "SELECT arn, id, name, path, description, default_version, latest_version, created_at_ms, "
      "updated_at_ms FROM iam_policies "
      "WHERE name > ?1 AND substr(path, 1, length(?2)) = ?2 ORDER BY name LIMIT ?3",
      {after, path_prefix, std::int64_t{limit}}, [&policies](const Row& row) {
        policies.push_back(policy_of(row));
        return true;
      });
  return policies;
}

std::optional<PolicyVersionRecord> find_policy_version(Transaction& tx, std::string_view arn,
                                                       std::int64_t number) {
  return first_row(tx,
                   "SELECT number, document, created_at_ms FROM iam_policy_versions "
                   "WHERE policy_arn = ?1 AND number = ?2",
                   {arn, number}, version_of);
}

std::optional<std::string> find_policy_document(Transaction& tx, std::string_view arn) {
  return first_row(tx,
                   "SELECT v.document FROM iam_policies p JOIN iam_policy_versions v "
                   "ON v.policy_arn = p.arn AND v.number = p.default_version WHERE p.arn = ?1",
                   {arn}, text_of_row);
}

void insert_policy_version(Transaction& tx, std::string_view arn,
                           const PolicyVersionRecord& version) {
  tx.execute(
      "INSERT INTO iam_policy_versions (policy_arn, number, document, created_at_ms) "
      "VALUES (?1, ?2, ?3, ?4)",
      {arn, version.number, version.document, version.created_at_ms});
  bump_iam_revision(tx);
}

void delete_policy_version(Transaction& tx, std::string_view arn, std::int64_t number) {
  tx.execute("DELETE FROM iam_policy_versions WHERE policy_arn = ?1 AND number = ?2",
             {arn, number});
  bump_iam_revision(tx);
}

std::vector<PolicyVersionRecord> list_policy_versions(Transaction& tx, std::string_view arn) {
  return all_rows(tx,
                  "SELECT number, document, created_at_ms FROM iam_policy_versions "
                  "WHERE policy_arn = ?1 ORDER BY number DESC",
                  {arn}, version_of);
}

void attach_policy(Transaction& tx, std::string_view owner_id, std::string_view policy_arn) {
  tx.execute(
      "INSERT INTO iam_attachments (owner_id, policy_arn) VALUES (?1, ?2) "
      "ON CONFLICT (owner_id, policy_arn) DO NOTHING",
      {owner_id, policy_arn});
  bump_iam_revision(tx);
}

bool detach_policy(Transaction& tx, std::string_view owner_id, std::string_view policy_arn) {
  const bool detached =
      tx.execute("DELETE FROM iam_attachments WHERE owner_id = ?1 AND policy_arn = ?2",
                 {owner_id, policy_arn}) == 1;
  if (detached) bump_iam_revision(tx);
  return detached;
}

std::vector<std::string> list_attachments(Transaction& tx, std::string_view owner_id,
                                          std::string_view after, int limit) {
  std::vector<std::string> arns;
  tx.query(
      "SELECT policy_arn FROM iam_attachments WHERE owner_id = ?1 AND policy_arn > ?2 "
      "ORDER BY policy_arn LIMIT ?3",
      {owner_id, after, std::int64_t{limit}}, [&arns](const Row& row) {
        arns.emplace_back(row.text(0));
        return true;
      });
  return arns;
}

std::vector<std::string> list_attached_owners(Transaction& tx, std::string_view policy_arn) {
  std::vector<std::string> owners;
  add_ids(tx, "SELECT owner_id FROM iam_attachments WHERE policy_arn = ?1 ORDER BY owner_id",
          policy_arn, owners);
  return owners;
}

std::vector<std::string> list_bounded_owners(Transaction& tx, std::string_view policy_arn) {
  std::vector<std::string> owners;
  add_ids(tx, "SELECT id FROM iam_users WHERE boundary_arn = ?1 ORDER BY id", policy_arn, owners);
  add_ids(tx, "SELECT id FROM iam_roles WHERE boundary_arn = ?1 ORDER BY id", policy_arn, owners);
  return owners;
}

std::int64_t count_attachments(Transaction& tx, std::string_view policy_arn) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_attachments WHERE policy_arn = ?1", {policy_arn});
}

std::int64_t count_boundaries(Transaction& tx, std::string_view policy_arn) {
  return number_of(tx, "SELECT COUNT(*) FROM iam_users WHERE boundary_arn = ?1", {policy_arn}) +
         number_of(tx, "SELECT COUNT(*) FROM iam_roles WHERE boundary_arn = ?1", {policy_arn});
}

}  // namespace berth::store
