// The schema of recorded decisions of IAM.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// Ids grow with time: the oldest rows have the lowest. Few indexes, for a row is written for each
// decision and few are ever read. role_arn is the session's role, or the role that a service
// assumes. A row stands for as many calls as were alike, allowed and made within a moment: the ids
// of the further ones are in more_request_ids, parted by blanks.
constexpr std::string_view kDecisionsSql = R"sql(
CREATE TABLE decisions (
  id               INTEGER PRIMARY KEY,
  request_id       TEXT NOT NULL,
  decided_at_ms    BIGINT NOT NULL,
  region           TEXT NOT NULL,
  service          TEXT NOT NULL,
  action           TEXT NOT NULL,
  resource         TEXT NOT NULL,
  outcome          TEXT NOT NULL,
  enforced         BIGINT NOT NULL,
  caller_arn       TEXT NOT NULL,
  principal_id     TEXT NOT NULL,
  role_arn         TEXT NOT NULL,
  access_key_id    TEXT NOT NULL,
  source_ip        TEXT NOT NULL,
  task_arn         TEXT NOT NULL,
  decided_by       TEXT NOT NULL,
  policy_name      TEXT NOT NULL,
  statement        BIGINT NOT NULL,
  context_json     TEXT NOT NULL,
  explanation_json TEXT NOT NULL,
  calls            BIGINT NOT NULL,
  more_request_ids TEXT NOT NULL
);
CREATE INDEX decisions_of_request ON decisions (request_id);
CREATE INDEX decisions_of_role ON decisions (role_arn) WHERE role_arn <> '';
CREATE INDEX decisions_of_task ON decisions (task_arn) WHERE task_arn <> '';
CREATE INDEX decisions_denied ON decisions (id) WHERE outcome <> 'ALLOWED';
CREATE INDEX decisions_merged ON decisions (id) WHERE calls > 1;

CREATE INDEX ecs_tasks_by_id ON ecs_tasks (task_id);
)sql";

}  // namespace

Migration migration_0006_decisions() {
  return {6, "decisions", kDecisionsSql};
}

}  // namespace berth::store
