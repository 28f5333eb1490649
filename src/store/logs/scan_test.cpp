// Scans against a list in memory: random batches, ranges and directions, page by page while more is
// written.
#include "store/logs/scan.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/testing.h"

namespace berth::store {
namespace {

using testing::ElementsAre;

class LogScanTest : public testing::Test {
 protected:
  void SetUp() override {
    write([this](Transaction& tx) {
      LogGroup group;
      group.region = "us-west-2";
      group.name = "g";
      insert_log_group(tx, group);
      group_id_ = find_log_group(tx, group.region, group.name)->id;
    });
  }

  void write(const std::function<void(Transaction&)>& job) {
    const auto done = store_->write_and_wait([&job](Transaction& tx) -> Result<void> {
      job(tx);
      return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }

  /// Makes the stream where there is none yet; keeps what it appends in `all_`.
  void append(Transaction& tx, const std::string& name, std::vector<LogEvent> events) {
    LogStream made;
    made.group_id = group_id_;
    made.name = name;
    insert_log_stream(tx, made);
    const LogStream stream = *find_log_stream(tx, group_id_, name);
    std::sort(events.begin(), events.end(),
              [](const LogEvent& a, const LogEvent& b) { return a.timestamp_ms < b.timestamp_ms; });
    append_log_events(tx, stream, events, now_ms_);
    std::int64_t sequence = stream.next_sequence;
    for (LogEvent& event : events) {
      event.sequence = sequence++;
      event.ingested_at_ms = now_ms_;
      all_.push_back({stream.id, std::move(event)});
    }
    ++now_ms_;
  }

  void append_random(Transaction& tx) {
    std::vector<LogEvent> events(pick(1, 40));
    const auto base = static_cast<std::int64_t>(pick(0, 20'000));
    const std::size_t length_max = pick(0, 9) == 0 ? 30'000 : 60;
    for (LogEvent& event : events) {
      event.timestamp_ms = base + static_cast<std::int64_t>(pick(0, 50));
      event.message = std::string(pick(1, length_max), static_cast<char>('a' + pick(0, 25)));
    }
    append(tx, "s" + std::to_string(pick(0, 5)), std::move(events));
  }

  std::size_t pick(std::size_t from, std::size_t to) {
    return std::uniform_int_distribution<std::size_t>(from, to)(random_);
  }

  /// What a scan should find, by looking at all.
  std::vector<FoundLogEvent> expected(const LogScan& scan) const {
    std::vector<FoundLogEvent> found;
    for (const FoundLogEvent& each : all_) {
      const auto& streams = scan.streams;
      const bool in_stream =
          !streams || std::count(streams->begin(), streams->end(), each.stream_id) > 0;
      const std::int64_t at = each.event.timestamp_ms;
      if (in_stream && at >= scan.from_ms && at < scan.to_ms) found.push_back(each);
    }
    std::sort(found.begin(), found.end(), [&scan](const auto& a, const auto& b) {
      return scan.descending ? a.key() > b.key() : a.key() < b.key();
    });
    return found;
  }

  /// The whole scan, some events at a time.
  static std::vector<FoundLogEvent> pages(Transaction& tx, LogScan scan, std::size_t at_once) {
    std::vector<FoundLogEvent> found;
    for (;;) {
      std::size_t count = 0;
      const auto resting = scan_log_events(tx, scan, [&](FoundLogEvent& event) {
        found.push_back(event);
        return ++count < at_once;
      });
      if (!resting && count < at_once) return found;
      EXPECT_TRUE(!resting || !scan.after || *resting != *scan.after) << "it does not go on";
      scan.after = resting ? *resting : found.back().key();
    }
  }

  static void expect_same(const std::vector<FoundLogEvent>& a,
                          const std::vector<FoundLogEvent>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_EQ(a[i].key(), b[i].key()) << i;
      ASSERT_EQ(a[i].event.message, b[i].event.message) << i;
      ASSERT_EQ(a[i].event.ingested_at_ms, b[i].event.ingested_at_ms) << i;
    }
  }

  TemporaryStore store_;
  std::mt19937 random_{7};
  std::int64_t group_id_ = 0;
  std::int64_t now_ms_ = 100;
  std::vector<FoundLogEvent> all_;
};

TEST_F(LogScanTest, FindsWhatIsThereInOrder) {
  write([this](Transaction& tx) {
    for (int round = 0; round < 60; ++round) {
      append_random(tx);
      LogScan scan;
      scan.group_id = group_id_;
      scan.descending = pick(0, 1) == 1;
      if (pick(0, 1) == 1) scan.from_ms = static_cast<std::int64_t>(pick(0, 20'000));
      if (pick(0, 1) == 1) scan.to_ms = static_cast<std::int64_t>(pick(0, 20'100));
      if (pick(0, 1) == 1) scan.streams = {all_.front().stream_id, all_.back().stream_id};
      if (scan.streams && scan.streams->front() == scan.streams->back()) scan.streams->pop_back();
      if (pick(0, 1) == 1) scan.bytes_max = pick(0, 2'000);
      expect_same(pages(tx, scan, pick(1, 50)), expected(scan));
    }
  });
}

TEST_F(LogScanTest, ReadsManyStreamsAsOne) {
  write([this](Transaction& tx) {
    LogScan scan;
    scan.group_id = group_id_;
    scan.streams.emplace();
    for (int i = 0; i < 300; ++i) {
      append(tx, "s" + std::to_string(i), {{0, i % 7, 0, std::to_string(i)}});
      if (i % 2 == 0) scan.streams->push_back(all_.back().stream_id);
    }
    expect_same(pages(tx, scan, 11), expected(scan));
  });
}

TEST_F(LogScanTest, SkipsAndRepeatsNothingWhileMoreIsWritten) {
  write([this](Transaction& tx) {
    for (int round = 0; round < 20; ++round) append_random(tx);
    LogScan scan;
    scan.group_id = group_id_;
    scan.bytes_max = 1'000;
    const std::vector<FoundLogEvent> before = expected(scan);
    std::vector<LogKey> seen;
    for (std::size_t count = 7; count == 7;) {
      count = 0;
      const auto resting = scan_log_events(tx, scan, [&](FoundLogEvent& event) {
        seen.push_back(event.key());
        return ++count < 7;
      });
      if (resting || count == 7) scan.after = resting ? *resting : seen.back();
      if (resting) count = 7;
      append_random(tx);
    }
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
    for (const FoundLogEvent& event : before) {
      EXPECT_TRUE(std::binary_search(seen.begin(), seen.end(), event.key()));
    }
  });
}

TEST_F(LogScanTest, LetsASiftChoose) {
  write([this](Transaction& tx) {
    append(tx, "s", {{0, 1, 0, "one"}, {0, 2, 0, "two"}, {0, 3, 0, "three"}});
    append(tx, "s", {{0, 3, 0, "four"}});
    std::size_t blocks = 0;
    LogScan scan;
    scan.group_id = group_id_;
    scan.sift = [&blocks](const LogBlock& block, std::vector<std::size_t>& wanted) {
      ++blocks;
      EXPECT_EQ(block.messages(), "onetwothreefour") << "small batches become one block";
      wanted = {1, 3};
    };
    std::vector<std::string> found;
    scan_log_events(tx, scan, [&found](FoundLogEvent& event) {
      found.push_back(event.event.message);
      return true;
    });
    EXPECT_THAT(found, ElementsAre("two", "four"));
    EXPECT_EQ(blocks, 1u);
  });
}

TEST(LogPlaces, ComeBackAsTheyWere) {
  const std::vector<LogPlace> places = {{5, 9, 0, 3}, {5, 9, 3, 1}, {80, 10, 4, 12}};
  const std::string text = encode_log_places(5, places);
  EXPECT_EQ(text, "@9,0:3,0:1,@10,75:12,");
  const auto read = decode_log_places(5, text, 16);
  ASSERT_EQ(read.size(), 3u);
  EXPECT_EQ(read[2].timestamp_ms, 80);
  EXPECT_EQ(read[2].ingested_at_ms, 10);
  EXPECT_EQ(read[2].begin, 4u);
  EXPECT_EQ(read[2].size, 12u);
  EXPECT_EQ(decode_log_places(7, "@9,0:,", 4).front().size, 4u);
}

TEST(LogPlaces, AreRefusedWhereTheyAreDamaged) {
  for (const char* text : {"", "x", "@9", "@9,", "0", "0:", "0:1", "0:2,", "0:1,0:1,", "0:-1,",
                           "0:1,0:99999999999999999999,", "@9,0:1,0:", "0;1,"}) {
    EXPECT_THROW(decode_log_places(0, text, 1), Failure) << text;
  }
}

}  // namespace
}  // namespace berth::store
