// Events that were written before there were blocks are read as they were.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/logs_records.h"
#include "store/migrations.h"
#include "store/sqlite/sqlite_store.h"
#include "store/testing.h"

namespace berth::store {
namespace {

/// The steps before this one.
std::span<const Migration> earlier_migrations() {
  std::size_t count = 0;
  for (const Migration& migration : all_migrations()) count += migration.number < 7 ? 1 : 0;
  return all_migrations().first(count);
}

TEST(LogBlocksMigration, KeepsEvents) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/berth.db";
  const auto fill = [](Transaction& tx) -> Result<void> {
    tx.execute(
        "INSERT INTO log_groups (region, name, created_at_ms, tags_json, log_class, stored_bytes) "
        "VALUES ('us-west-2', 'g', 1, '', 'STANDARD', 57)");
    tx.execute(
        "INSERT INTO log_streams (group_id, name, created_at_ms, first_event_ms, last_event_ms, "
        "last_ingestion_ms, next_sequence, sort_ms) VALUES (1, 's', 1, 10, 20, 30, 2, 20)");
    tx.execute("INSERT INTO log_events VALUES (1, 20, 0, 30, 'ä second'), (1, 10, 1, 31, 'first')");
    return {};
  };
  {
    const auto before = sqlite::open_sqlite(path, earlier_migrations());
    ASSERT_TRUE(before) << before.error().message;
    ASSERT_TRUE((*before)->write_and_wait(fill));
  }
  const auto now = sqlite::open_sqlite(path);
  ASSERT_TRUE(now) << now.error().message;
  std::vector<LogEvent> events;
  std::int64_t bytes = 0;
  ASSERT_TRUE((*now)->write_and_wait([&events, &bytes](Transaction& tx) -> Result<void> {
    tx.query("SELECT SUM(bytes) FROM log_blocks", {}, [&bytes](const Row& row) {
      bytes = row.integer(0);
      return false;
    });
    const LogGroup group = *find_log_group(tx, "us-west-2", "g");
    const LogStream stream = *find_log_stream(tx, group.id, "s");
    append_log_events(tx, stream, {{0, 20, 0, "third"}}, 32);
    events = log_events_after(tx, stream.id, 0, 100, {0, -1}, {});
    return {};
  }));
  EXPECT_EQ(bytes, 9 + 5) << "bytes, not characters";
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].message, "first");
  EXPECT_EQ(events[0].sequence, 1);
  EXPECT_EQ(events[0].ingested_at_ms, 31);
  EXPECT_EQ(events[1].message, "ä second");
  EXPECT_EQ(events[1].timestamp_ms, 20);
  EXPECT_EQ(events[2].message, "third");
  EXPECT_EQ(events[2].sequence, 2);
}

}  // namespace
}  // namespace berth::store
