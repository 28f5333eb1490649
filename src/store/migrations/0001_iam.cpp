// The schema of the installation and of IAM.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// Names are unique whatever their case, so a name's lower case is the key; what belongs to a user
// or role hangs on its unique id, which a renamed one keeps and a namesake does not have.
constexpr std::string_view kIamSql = R"sql(
CREATE TABLE installation (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE iam_revision (
  id       BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL
);
INSERT INTO iam_revision (id, revision) VALUES (1, 1);

CREATE TABLE iam_users (
  name_key      TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  id            TEXT NOT NULL UNIQUE,
  path          TEXT NOT NULL,
  boundary_arn  TEXT,
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE iam_access_keys (
  id                TEXT PRIMARY KEY,
  user_id           TEXT NOT NULL REFERENCES iam_users (id),
  secret            TEXT NOT NULL,
  status            TEXT NOT NULL,
  created_at_ms     BIGINT NOT NULL,
  last_used_at_ms   BIGINT,
  last_used_region  TEXT,
  last_used_service TEXT
);
CREATE INDEX iam_access_keys_of_user ON iam_access_keys (user_id, id);

CREATE TABLE iam_roles (
  name_key            TEXT PRIMARY KEY,
  name                TEXT NOT NULL,
  id                  TEXT NOT NULL UNIQUE,
  path                TEXT NOT NULL,
  trust_policy        TEXT NOT NULL,
  description         TEXT,
  max_session_seconds BIGINT NOT NULL,
  boundary_arn        TEXT,
  created_at_ms       BIGINT NOT NULL,
  last_used_at_ms     BIGINT,
  last_used_region    TEXT
);

CREATE TABLE iam_instance_profiles (
  name_key      TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  id            TEXT NOT NULL UNIQUE,
  path          TEXT NOT NULL,
  role_id       TEXT REFERENCES iam_roles (id),
  created_at_ms BIGINT NOT NULL
);
CREATE INDEX iam_instance_profiles_of_role ON iam_instance_profiles (role_id);

CREATE TABLE iam_inline_policies (
  owner_id TEXT NOT NULL,
  name     TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (owner_id, name)
);

CREATE TABLE iam_policies (
  name            TEXT PRIMARY KEY,
  arn             TEXT NOT NULL UNIQUE,
  id              TEXT NOT NULL UNIQUE,
  path            TEXT NOT NULL,
  description     TEXT,
  default_version BIGINT NOT NULL,
  latest_version  BIGINT NOT NULL,
  created_at_ms   BIGINT NOT NULL,
  updated_at_ms   BIGINT NOT NULL
);

CREATE TABLE iam_policy_versions (
  policy_arn    TEXT NOT NULL REFERENCES iam_policies (arn),
  number        BIGINT NOT NULL,
  document      TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (policy_arn, number)
);

CREATE TABLE iam_attachments (
  owner_id   TEXT NOT NULL,
  policy_arn TEXT NOT NULL,
  PRIMARY KEY (owner_id, policy_arn)
);
CREATE INDEX iam_attachments_of_policy ON iam_attachments (policy_arn);

CREATE TABLE iam_tags (
  owner_id TEXT NOT NULL,
  tag_key  TEXT NOT NULL,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (owner_id, tag_key)
);
)sql";

}  // namespace

Migration migration_0001_iam() {
  return {1, "iam", kIamSql};
}

}  // namespace berth::store
