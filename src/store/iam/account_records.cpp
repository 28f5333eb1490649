// The tables behind account_records.h.
#include "store/iam/account_records.h"

namespace berth::store {

std::optional<CredentialReportRecord> find_credential_report(Transaction& tx) {
  std::optional<CredentialReportRecord> found;
  tx.query("SELECT content, generated_at_ms FROM iam_credential_report WHERE id = 1", {},
           [&found](const Row& row) {
             found = CredentialReportRecord{std::string(row.text(0)), row.integer(1)};
             return false;
           });
  return found;
}

void put_credential_report(Transaction& tx, const CredentialReportRecord& report) {
  tx.execute(
      "INSERT INTO iam_credential_report (id, content, generated_at_ms) VALUES (1, ?1, ?2) "
      "ON CONFLICT (id) DO UPDATE SET content = excluded.content, "
      "generated_at_ms = excluded.generated_at_ms",
      {report.content, report.generated_at_ms});
}

std::optional<RoleDeletionRecord> find_role_deletion(Transaction& tx, std::string_view task_id) {
  std::optional<RoleDeletionRecord> found;
  tx.query("SELECT task_id, role_arn, created_at_ms FROM iam_role_deletions WHERE task_id = ?1",
           {task_id}, [&found](const Row& row) {
             found = RoleDeletionRecord{std::string(row.text(0)), std::string(row.text(1)),
                                        row.integer(2)};
             return false;
           });
  return found;
}

void insert_role_deletion(Transaction& tx, const RoleDeletionRecord& deletion,
                          std::int64_t forget_before_ms) {
  tx.execute("DELETE FROM iam_role_deletions WHERE created_at_ms < ?1", {forget_before_ms});
  tx.execute(
      "INSERT INTO iam_role_deletions (task_id, role_arn, created_at_ms) VALUES (?1, ?2, ?3)",
      {deletion.task_id, deletion.role_arn, deletion.created_at_ms});
}

}  // namespace berth::store
