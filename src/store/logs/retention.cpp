// What a group's retention takes away: whole blocks.
#include "store/logs/retention.h"

#include <vector>

#include "store/logs/block.h"

namespace berth::store {
namespace {

constexpr auto kOverheadBytes = static_cast<std::int64_t>(kLogEventOverheadBytes);

void take_off(Transaction& tx, std::int64_t group_id, std::int64_t bytes) {
  tx.execute(
      "UPDATE log_groups SET stored_bytes = "
      "CASE WHEN stored_bytes < ?2 THEN 0 ELSE stored_bytes - ?2 END WHERE id = ?1",
      {group_id, bytes});
}

}  // namespace

std::int64_t delete_expired_log_blocks(Transaction& tx, std::int64_t now_ms, int limit) {
  struct Expired {
    std::int64_t id;
    std::int64_t group_id;
    std::int64_t bytes;
  };
  std::vector<Expired> expired;
  tx.query(
      "SELECT b.id, b.group_id, b.bytes + ?3 * b.events FROM log_groups g "
      "JOIN log_blocks b ON b.group_id = g.id "
      "WHERE g.retention_days IS NOT NULL AND b.first_ms < ?1 - g.retention_days * 86400000 "
      "AND b.last_ms < ?1 - g.retention_days * 86400000 LIMIT ?2",
      {now_ms, std::int64_t{limit}, kOverheadBytes}, [&expired](const Row& row) {
        expired.push_back({row.integer(0), row.integer(1), row.integer(2)});
        return true;
      });
  for (const Expired& block : expired) {
    tx.execute("DELETE FROM log_blocks WHERE id = ?1", {block.id});
    take_off(tx, block.group_id, block.bytes);
  }
  return static_cast<std::int64_t>(expired.size());
}

void delete_log_blocks_of_stream(Transaction& tx, std::int64_t stream_id) {
  std::int64_t group_id = 0;
  std::int64_t bytes = 0;
  tx.query(
      "SELECT group_id, SUM(bytes + ?2 * events) FROM log_blocks WHERE stream_id = ?1 "
      "GROUP BY group_id",
      {stream_id, kOverheadBytes}, [&](const Row& row) {
        group_id = row.integer(0);
        bytes = row.integer(1);
        return false;
      });
  tx.execute("DELETE FROM log_blocks WHERE stream_id = ?1", {stream_id});
  if (bytes > 0) take_off(tx, group_id, bytes);
}

}  // namespace berth::store
