// The list of the schema's steps and the walk along it at a store's opening.
#include "store/migrations.h"

#include <fmt/format.h>

#include "store/migrations/list.h"
#include "store/transaction.h"

namespace berth::store {
namespace {

/// A new step is a file of migrations/, a line of migrations/list.h and a line here.
const Migration kMigrations[] = {
    migration_0001_iam(),        migration_0002_ecs(),         migration_0003_logs(),
    migration_0004_iam_groups(), migration_0005_iam_records(), migration_0006_decisions(),
    migration_0007_log_blocks(), migration_0008_iam_uses(),
};

}  // namespace

std::span<const Migration> all_migrations() {
  return kMigrations;
}

Result<void> migrate(MigrationTarget& target, std::span<const Migration> migrations) {
  try {
    const int applied = target.applied_migration();
    const int newest = migrations.empty() ? 0 : migrations.back().number;
    if (applied > newest) {
      return fail(server_fault(
          "StoreTooNew", fmt::format("The store has schema {}, which a later version of Berth "
                                     "made; this one knows up to schema {}.",
                                     applied, newest)));
    }
    for (const Migration& migration : migrations) {
      if (migration.number <= applied) continue;
      target.run_script(
          fmt::format("{};\nINSERT INTO schema_migrations (number, name) VALUES ({}, '{}');",
                      migration.sql, migration.number, migration.name));
    }
    return {};
  } catch (const Failure& failure) {
    return fail(server_fault(
        "InternalFailure",
        fmt::format("The store's schema cannot be brought up to date: {}", failure.what())));
  }
}

}  // namespace berth::store
