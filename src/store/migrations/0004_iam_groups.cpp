// IAM's groups and who is in them; tags of policies and instance profiles tell cases apart.
#include "store/migrations/list.h"

namespace berth::store {
namespace {

// A membership hangs on unique ids: a renamed group keeps its members, a renamed user the groups.
constexpr std::string_view kIamGroupsSql = R"sql(
CREATE TABLE iam_groups (
  name_key      TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  id            TEXT NOT NULL UNIQUE,
  path          TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE iam_memberships (
  group_id TEXT NOT NULL REFERENCES iam_groups (id),
  user_id  TEXT NOT NULL REFERENCES iam_users (id),
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX iam_memberships_of_user ON iam_memberships (user_id, group_id);

UPDATE iam_tags SET tag_key = name WHERE substr(owner_id, 1, 4) IN ('ANPA', 'AIPA');
)sql";

}  // namespace

Migration migration_0004_iam_groups() {
  return {4, "iam_groups", kIamGroupsSql};
}

}  // namespace berth::store
