// Retention at work: what is over goes, batch by batch, and the group's bytes with it.
#include "control/log_retention.h"

#include <thread>

#include <gtest/gtest.h>

#include "store/logs_records.h"
#include "store/testing.h"

namespace berth::control {
namespace {

constexpr std::int64_t kNowMs = 1'760'000'000'000;
constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t stored_bytes(store::Store& store) {
  std::int64_t bytes = -1;
  EXPECT_TRUE(store.read([&bytes](store::Transaction& tx) -> Result<void> {
    bytes = store::find_log_group(tx, "us-west-2", "g")->stored_bytes;
    return {};
  }));
  return bytes;
}

TEST(LogRetention, DeletesInBatchesUntilNothingIsOver) {
  store::TemporaryStore store;
  ASSERT_TRUE(store->write_and_wait([](store::Transaction& tx) -> Result<void> {
    store::LogGroup group;
    group.region = "us-west-2";
    group.name = "g";
    store::insert_log_group(tx, group);
    group = *store::find_log_group(tx, "us-west-2", "g");
    store::set_log_group_retention(tx, group.id, 1);
    store::LogStream stream;
    stream.group_id = group.id;
    stream.name = "s";
    store::insert_log_stream(tx, stream);
    for (int hours = 47; hours >= 0; hours -= 2) {
      const std::int64_t at = kNowMs - hours * kDayMs / 24;
      store::append_log_events(tx, *store::find_log_stream(tx, group.id, "s"), {{0, at, 0, "four"}},
                               at);
    }
    return {};
  }));
  EXPECT_EQ(stored_bytes(*store), 24 * 30);
  const ManualClock clock(from_epoch_ms(kNowMs));
  net::Runtime runtime(1);
  {
    LogRetentionParts parts{*store, clock};
    parts.tick = parts.pause = std::chrono::milliseconds(1);
    parts.blocks_at_once = 5;
    LogRetention retention(parts);
    retention.start(runtime.main_context());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (stored_bytes(*store) > 12 * 30 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(stored_bytes(*store), 12 * 30);
  runtime.stop();
}

}  // namespace
}  // namespace berth::control
