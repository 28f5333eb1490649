// The steps by which a store's schema came to be: each start of a control plane goes through those
// that its store has not seen.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace berth::store {

/// One step: SQL statements that every engine takes (TEXT, BIGINT, no engine's own functions). Once
/// released, a step is never changed: what is wrong with it is put right by a later one.
struct Migration {
  int number;  ///< counts from 1, without gaps
  std::string_view name;
  std::string_view sql;
};

/// All of them, in order. The list is in migrations.cpp, each one in its own file of migrations/.
std::span<const Migration> all_migrations();

/// The connection of an engine, as far as migrating needs it. The functions throw Failure.
class MigrationTarget {
 public:
  virtual ~MigrationTarget() = default;
  /// Runs statements, separated by semicolons, in one transaction.
  virtual void run_script(std::string_view sql) = 0;
  /// The highest number that was applied, 0 in a new store. Makes the table of them where it is
  /// not.
  virtual int applied_migration() = 0;
};

/// Applies those of `migrations` that the target has not, in order, each in a transaction of its
/// own. Fault "StoreTooNew" where the target has one that is not in the list, "InternalFailure"
/// where a step fails.
Result<void> migrate(MigrationTarget& target, std::span<const Migration> migrations);

}  // namespace berth::store
