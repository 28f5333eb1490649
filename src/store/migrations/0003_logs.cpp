// The schema of CloudWatch Logs: groups, streams, events.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// sort_ms orders streams by their last event; -1 stands for a stream without events. Events lie in
// the order in which they are read.
constexpr std::string_view kLogsSql = R"sql(
CREATE TABLE log_groups (
  id             INTEGER PRIMARY KEY,
  region         TEXT NOT NULL,
  name           TEXT NOT NULL,
  created_at_ms  BIGINT NOT NULL,
  retention_days BIGINT,
  tags_json      TEXT NOT NULL,
  log_class      TEXT NOT NULL,
  stored_bytes   BIGINT NOT NULL,
  UNIQUE (region, name)
);

CREATE TABLE log_streams (
  id                INTEGER PRIMARY KEY,
  group_id          BIGINT NOT NULL,
  name              TEXT NOT NULL,
  created_at_ms     BIGINT NOT NULL,
  first_event_ms    BIGINT,
  last_event_ms     BIGINT,
  last_ingestion_ms BIGINT,
  next_sequence     BIGINT NOT NULL,
  sort_ms           BIGINT NOT NULL,
  UNIQUE (group_id, name)
);
CREATE INDEX log_streams_by_last_event ON log_streams (group_id, sort_ms, name);

CREATE TABLE log_events (
  stream_id      BIGINT NOT NULL,
  timestamp_ms   BIGINT NOT NULL,
  sequence       BIGINT NOT NULL,
  ingested_at_ms BIGINT NOT NULL,
  message        TEXT NOT NULL,
  PRIMARY KEY (stream_id, timestamp_ms, sequence)
) WITHOUT ROWID;
)sql";

}  // namespace

Migration migration_0003_logs() {
  return {3, "logs", kLogsSql};
}

}  // namespace berth::store
