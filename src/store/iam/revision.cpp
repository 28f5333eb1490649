// Revisions are never given twice in a process: one that was rolled back may still be in a cache.
#include "store/iam/revision.h"

#include <algorithm>
#include <atomic>

namespace berth::store {

std::int64_t iam_revision(Transaction& tx) {
  std::int64_t revision = 0;
  tx.query("SELECT revision FROM iam_revision WHERE id = 1", {}, [&revision](const Row& row) {
    revision = row.integer(0);
    return false;
  });
  return revision;
}

void bump_iam_revision(Transaction& tx) {
  static std::atomic<std::int64_t> last_given = 0;
  const std::int64_t stored = iam_revision(tx);
  std::int64_t last = last_given.load();
  std::int64_t next = 0;
  do {
    next = std::max(last, stored) + 1;
  } while (!last_given.compare_exchange_weak(last, next));
  tx.execute("UPDATE iam_revision SET revision = ?1 WHERE id = 1", {next});
}

}  // namespace berth::store
