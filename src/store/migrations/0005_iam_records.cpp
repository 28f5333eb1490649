// The schema of the records around IAM's identities: providers, passwords, second factors, reports.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// A device or provider is named by its ARN, on which its tags hang too. Seeds are secrets, as those
// of access keys are; of passwords there are hashes only. A row of one table each stands for what
// the account has once: its id is 1.
constexpr std::string_view kIamRecordsSql = R"sql(
CREATE TABLE iam_oidc_providers (
  arn           TEXT PRIMARY KEY,
  issuer        TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE iam_oidc_entries (
  provider_arn TEXT NOT NULL,
  kind         TEXT NOT NULL,
  position     BIGINT NOT NULL,
  value        TEXT NOT NULL,
  PRIMARY KEY (provider_arn, kind, position)
);

CREATE TABLE iam_saml_providers (
  arn             TEXT PRIMARY KEY,
  id              TEXT NOT NULL,
  document        TEXT NOT NULL,
  encryption_mode TEXT,
  created_at_ms   BIGINT NOT NULL,
  valid_until_ms  BIGINT NOT NULL
);

CREATE TABLE iam_login_profiles (
  user_id        TEXT PRIMARY KEY,
  password_hash  TEXT NOT NULL,
  reset_required BIGINT NOT NULL,
  created_at_ms  BIGINT NOT NULL,
  changed_at_ms  BIGINT NOT NULL
);

CREATE TABLE iam_former_passwords (
  user_id       TEXT NOT NULL,
  position      BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  PRIMARY KEY (user_id, position)
);

CREATE TABLE iam_password_policy (
  id               BIGINT PRIMARY KEY,
  minimum_length   BIGINT NOT NULL,
  require_symbols  BIGINT NOT NULL,
  require_numbers  BIGINT NOT NULL,
  require_upper    BIGINT NOT NULL,
  require_lower    BIGINT NOT NULL,
  allow_change     BIGINT NOT NULL,
  max_age_days     BIGINT,
  reuse_prevention BIGINT,
  hard_expiry      BIGINT
);

CREATE TABLE iam_mfa_devices (
  serial        TEXT PRIMARY KEY,
  seed          TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  user_id       TEXT,
  enabled_at_ms BIGINT,
  step_offset   BIGINT NOT NULL,
  last_step     BIGINT NOT NULL
);
CREATE INDEX iam_mfa_devices_of_user ON iam_mfa_devices (user_id, serial);

CREATE TABLE iam_credential_report (
  id              BIGINT PRIMARY KEY,
  content         TEXT NOT NULL,
  generated_at_ms BIGINT NOT NULL
);

CREATE TABLE iam_role_deletions (
  task_id       TEXT PRIMARY KEY,
  role_arn      TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL
);
)sql";

}  // namespace

Migration migration_0005_iam_records() {
  return {5, "iam_records", kIamRecordsSql};
}

}  // namespace berth::store
