// The table behind uses.h.
#include "store/iam/uses.h"

#include "store/rows.h"

namespace berth::store {

void note_use(Transaction& tx, const UseRecord& use) {
  tx.execute(
      "INSERT INTO iam_uses (principal_id, action, used_at_ms, region) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (principal_id, action) DO UPDATE SET used_at_ms = excluded.used_at_ms, "
      "region = excluded.region WHERE iam_uses.used_at_ms <= excluded.used_at_ms",
      {use.principal_id, use.action, use.used_at_ms, use.region});
}

std::vector<UseRecord> list_uses(Transaction& tx, std::string_view principal_id) {
  return all_rows(tx,
                  "SELECT principal_id, action, used_at_ms, region FROM iam_uses "
                  "WHERE principal_id = ?1 ORDER BY action",
                  {principal_id}, [](const Row& row) {
                    return UseRecord{std::string(row.text(0)), std::string(row.text(1)),
                                     row.integer(2), std::string(row.text(3))};
                  });
}

void forget_uses(Transaction& tx, std::int64_t oldest_ms) {
  tx.execute("DELETE FROM iam_uses WHERE used_at_ms < ?1", {oldest_ms});
}

}  // namespace berth::store
