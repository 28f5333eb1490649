// The schema of ECS: clusters, task definitions, container instances, tasks.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// The region leads every key: regions share nothing.
constexpr std::string_view kEcsSql = R"sql(
CREATE TABLE ecs_clusters (
  region        TEXT NOT NULL,
  name          TEXT NOT NULL,
  status        TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  body_json     TEXT NOT NULL,
  tags_json     TEXT NOT NULL,
  PRIMARY KEY (region, name)
);

CREATE TABLE ecs_families (
  region        TEXT NOT NULL,
  family        TEXT NOT NULL,
  last_revision BIGINT NOT NULL,
  PRIMARY KEY (region, family)
);

CREATE TABLE ecs_task_definitions (
  account            TEXT NOT NULL,
  region             TEXT NOT NULL,
  family             TEXT NOT NULL,
  revision           BIGINT NOT NULL,
  status             TEXT NOT NULL,
  deregistered_at_ms BIGINT,
  body_json          TEXT NOT NULL,
  tags_json          TEXT NOT NULL,
  PRIMARY KEY (region, family, revision)
);

CREATE TABLE ecs_container_instances (
  account               TEXT NOT NULL,
  region                TEXT NOT NULL,
  cluster               TEXT NOT NULL,
  id                    TEXT NOT NULL,
  status                TEXT NOT NULL,
  agent_connected       BIGINT NOT NULL DEFAULT 0,
  registered_by         TEXT NOT NULL,
  registered_at_ms      BIGINT NOT NULL,
  version               BIGINT NOT NULL DEFAULT 1,
  attributes_hash       BIGINT NOT NULL DEFAULT 0,
  registered_cpu        BIGINT NOT NULL DEFAULT 0,
  registered_memory_mib BIGINT NOT NULL DEFAULT 0,
  registered_tcp_ports  TEXT NOT NULL DEFAULT '',
  registered_udp_ports  TEXT NOT NULL DEFAULT '',
  used_cpu              BIGINT NOT NULL DEFAULT 0,
  used_memory_mib       BIGINT NOT NULL DEFAULT 0,
  used_tcp_ports        TEXT NOT NULL DEFAULT '',
  used_udp_ports        TEXT NOT NULL DEFAULT '',
  running_tasks         BIGINT NOT NULL DEFAULT 0,
  pending_tasks         BIGINT NOT NULL DEFAULT 0,
  attributes_json       TEXT NOT NULL,
  body_json             TEXT NOT NULL,
  tags_json             TEXT NOT NULL,
  PRIMARY KEY (region, cluster, id)
);

CREATE TABLE ecs_tasks (
  account                  TEXT NOT NULL,
  region                   TEXT NOT NULL,
  cluster                  TEXT NOT NULL,
  task_id                  TEXT NOT NULL,
  container_instance_arn   TEXT NOT NULL,
  family                   TEXT NOT NULL,
  revision                 BIGINT NOT NULL,
  task_group               TEXT NOT NULL,
  started_by               TEXT NOT NULL,
  launch_type              TEXT NOT NULL,
  last_status              TEXT NOT NULL,
  desired_status           TEXT NOT NULL,
  stop_code                TEXT,
  stopped_reason           TEXT,
  created_at_ms            BIGINT NOT NULL,
  started_at_ms            BIGINT,
  stopping_at_ms           BIGINT,
  stopped_at_ms            BIGINT,
  version                  BIGINT NOT NULL,
  cpu                      BIGINT NOT NULL,
  memory_mib               BIGINT NOT NULL,
  tcp_ports                TEXT NOT NULL,
  udp_ports                TEXT NOT NULL,
  task_role_arn            TEXT NOT NULL,
  execution_role_arn       TEXT NOT NULL,
  credentials_id           TEXT NOT NULL,
  execution_credentials_id TEXT NOT NULL,
  credentials_issued_at_ms BIGINT,
  acked_desired_status     TEXT,
  body_json                TEXT NOT NULL,
  tags_json                TEXT NOT NULL,
  PRIMARY KEY (region, cluster, task_id)
);
CREATE INDEX ecs_tasks_newest ON ecs_tasks (region, cluster, desired_status, created_at_ms, task_id);
CREATE INDEX ecs_tasks_of_instance ON ecs_tasks (container_instance_arn, created_at_ms, task_id)
  WHERE last_status <> 'STOPPED';
CREATE INDEX ecs_tasks_live ON ecs_tasks (region, cluster) WHERE last_status <> 'STOPPED';
CREATE INDEX ecs_tasks_to_rotate ON ecs_tasks (credentials_issued_at_ms)
  WHERE last_status <> 'STOPPED';
CREATE INDEX ecs_tasks_stopped ON ecs_tasks (stopped_at_ms) WHERE last_status = 'STOPPED';

CREATE TABLE ecs_account_settings (
  region        TEXT NOT NULL,
  principal_arn TEXT NOT NULL,
  name          TEXT NOT NULL,
  value         TEXT NOT NULL,
  PRIMARY KEY (region, principal_arn, name)
);

CREATE TABLE ecs_client_tokens (
  region        TEXT NOT NULL,
  operation     TEXT NOT NULL,
  token         TEXT NOT NULL,
  request_json  TEXT NOT NULL,
  answer_json   TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (region, operation, token)
);
CREATE INDEX ecs_client_tokens_age ON ecs_client_tokens (created_at_ms);
)sql";

}  // namespace

Migration migration_0002_ecs() {
  return {2, "ecs", kEcsSql};
}

}  // namespace berth::store
