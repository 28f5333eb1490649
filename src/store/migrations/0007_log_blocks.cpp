// The schema of CloudWatch Logs: events in blocks, filters, metrics, resource policies.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// What is read in one go lies in one row; the indexes hold all that a scan needs to pick its
// blocks. The events there are become blocks of one event each, whose length is left out: to the
// end.
constexpr std::string_view kLogBlocksSql = R"sql(
CREATE TABLE log_blocks (
  id             INTEGER PRIMARY KEY,
  group_id       BIGINT NOT NULL,
  stream_id      BIGINT NOT NULL,
  first_ms       BIGINT NOT NULL,
  last_ms        BIGINT NOT NULL,
  first_sequence BIGINT NOT NULL,
  events         BIGINT NOT NULL,
  bytes          BIGINT NOT NULL,
  places         TEXT NOT NULL,
  messages       TEXT NOT NULL
);
INSERT INTO log_blocks (group_id, stream_id, first_ms, last_ms, first_sequence, events, bytes,
                        places, messages)
  SELECT s.group_id, e.stream_id, e.timestamp_ms, e.timestamp_ms, e.sequence, 1,
         LENGTH(CAST(e.message AS BLOB)), '@' || e.ingested_at_ms || ',0:,', e.message
  FROM log_events e JOIN log_streams s ON s.id = e.stream_id
  ORDER BY e.stream_id, e.timestamp_ms, e.sequence;
DROP TABLE log_events;
CREATE INDEX log_blocks_by_first ON log_blocks (stream_id, first_ms, id, last_ms);
CREATE INDEX log_blocks_by_last ON log_blocks (stream_id, last_ms, id, first_ms);
CREATE INDEX log_blocks_of_group ON log_blocks (group_id, first_ms, id, last_ms, stream_id);
CREATE INDEX log_blocks_of_group_by_last ON log_blocks (group_id, last_ms, id, first_ms, stream_id);

ALTER TABLE log_groups ADD COLUMN deletion_protected BIGINT NOT NULL DEFAULT 0;
ALTER TABLE log_groups ADD COLUMN span_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE log_streams ADD COLUMN span_ms BIGINT NOT NULL DEFAULT 0;

CREATE TABLE log_metric_filters (
  group_id            BIGINT NOT NULL,
  name                TEXT NOT NULL,
  created_at_ms       BIGINT NOT NULL,
  pattern             TEXT NOT NULL,
  metric_namespace    TEXT NOT NULL,
  metric_name         TEXT NOT NULL,
  transformation_json TEXT NOT NULL,
  PRIMARY KEY (group_id, name)
);

CREATE TABLE log_metrics (
  region           TEXT NOT NULL,
  metric_namespace TEXT NOT NULL,
  name             TEXT NOT NULL,
  dimensions_json  TEXT NOT NULL,
  unit             TEXT NOT NULL,
  samples          BIGINT NOT NULL,
  sum              TEXT NOT NULL,
  PRIMARY KEY (region, metric_namespace, name, dimensions_json, unit)
);

CREATE TABLE log_subscription_filters (
  group_id        BIGINT NOT NULL,
  name            TEXT NOT NULL,
  created_at_ms   BIGINT NOT NULL,
  pattern         TEXT NOT NULL,
  destination_arn TEXT NOT NULL,
  role_arn        TEXT NOT NULL,
  distribution    TEXT NOT NULL,
  PRIMARY KEY (group_id, name)
);

CREATE TABLE log_resource_policies (
  region        TEXT NOT NULL,
  name          TEXT NOT NULL,
  document      TEXT NOT NULL,
  updated_at_ms BIGINT NOT NULL,
  PRIMARY KEY (region, name)
);

CREATE TABLE log_queries (
  id            TEXT PRIMARY KEY,
  region        TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  group_names   TEXT NOT NULL,
  query         TEXT NOT NULL,
  from_ms       BIGINT NOT NULL,
  to_ms         BIGINT NOT NULL,
  limit_rows    BIGINT NOT NULL
);
CREATE INDEX log_queries_by_time ON log_queries (region, created_at_ms, id);
)sql";

}  // namespace

Migration migration_0007_log_blocks() {
  return {7, "log_blocks", kLogBlocksSql};
}

}  // namespace berth::store
