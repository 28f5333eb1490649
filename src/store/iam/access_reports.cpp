// The tables behind access_reports.h.
#include "store/iam/access_reports.h"

#include "store/rows.h"

namespace berth::store {

void insert_access_report(Transaction& tx, const AccessReportRecord& report) {
  tx.execute(
      "INSERT INTO iam_access_reports (job_id, requester, granularity, created_at_ms, "
      "services_json) VALUES (?1, ?2, ?3, ?4, ?5)",
      {report.job_id, report.requester, report.granularity, report.created_at_ms,
       report.services_json});
}

std::optional<AccessReportRecord> find_access_report(Transaction& tx, std::string_view job_id) {
  return first_row(tx,
                   "SELECT job_id, requester, granularity, created_at_ms, services_json "
                   "FROM iam_access_reports WHERE job_id = ?1",
                   {job_id}, [](const Row& row) {
                     return AccessReportRecord{std::string(row.text(0)), std::string(row.text(1)),
                                               std::string(row.text(2)), row.integer(3),
                                               std::string(row.text(4))};
                   });
}

void insert_access_report_entities(Transaction& tx, std::string_view job_id,
                                   std::string_view service, std::string_view entities_json) {
  tx.execute(
      "INSERT INTO iam_access_report_entities (job_id, service, entities_json) "
      "VALUES (?1, ?2, ?3)",
      {job_id, service, entities_json});
}

std::optional<std::string> find_access_report_entities(Transaction& tx, std::string_view job_id,
                                                       std::string_view service) {
  return first_row(tx,
                   "SELECT entities_json FROM iam_access_report_entities "
                   "WHERE job_id = ?1 AND service = ?2",
                   {job_id, service}, [](const Row& row) { return std::string(row.text(0)); });
}

void forget_access_reports(Transaction& tx, std::int64_t oldest_ms, std::int64_t count_max) {
  tx.execute("DELETE FROM iam_access_reports WHERE created_at_ms < ?1", {oldest_ms});
  tx.execute(
      "DELETE FROM iam_access_reports WHERE job_id NOT IN (SELECT job_id FROM iam_access_reports "
      "ORDER BY created_at_ms DESC, job_id LIMIT ?1)",
      {count_max});
  tx.execute(
      "DELETE FROM iam_access_report_entities WHERE job_id NOT IN "
      "(SELECT job_id FROM iam_access_reports)",
      {});
}

}  // namespace berth::store
