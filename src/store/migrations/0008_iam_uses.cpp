// The schema of guesses at one-time codes, and of what users and roles have used.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// iam_uses has a row for each action that a user or role ever tried, by its unique id, with the
// last time. What a report says is kept as its answers say it: in JSON, the entities of each
// service apart.
constexpr std::string_view kIamUsesSql = R"sql(
ALTER TABLE iam_mfa_devices ADD COLUMN guesses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE iam_mfa_devices ADD COLUMN closed_until_ms BIGINT NOT NULL DEFAULT 0;

CREATE TABLE iam_uses (
  principal_id TEXT NOT NULL,
  action       TEXT NOT NULL,
  used_at_ms   BIGINT NOT NULL,
  region       TEXT NOT NULL,
  PRIMARY KEY (principal_id, action)
);
CREATE INDEX iam_uses_by_time ON iam_uses (used_at_ms);

CREATE TABLE iam_access_reports (
  job_id        TEXT PRIMARY KEY,
  requester     TEXT NOT NULL,
  granularity   TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  services_json TEXT NOT NULL
);
CREATE INDEX iam_access_reports_by_time ON iam_access_reports (created_at_ms, job_id);

CREATE TABLE iam_access_report_entities (
  job_id        TEXT NOT NULL,
  service       TEXT NOT NULL,
  entities_json TEXT NOT NULL,
  PRIMARY KEY (job_id, service)
);
)sql";

}  // namespace

Migration migration_0008_iam_uses() {
  return {8, "iam_uses", kIamUsesSql};
}

}  // namespace berth::store
