// The steps of the schema, one function a file of this folder.
#pragma once

#include "store/migrations.h"

namespace berth::store {

Migration migration_0001_iam();
Migration migration_0002_ecs();
Migration migration_0003_logs();
Migration migration_0004_iam_groups();
Migration migration_0005_iam_records();
Migration migration_0006_decisions();
Migration migration_0007_log_blocks();
Migration migration_0008_iam_uses();

}  // namespace berth::store
