// Records of CloudWatch Logs against the store that production opens.
#include "store/logs_records.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/logs/retention.h"
#include "store/testing.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kDay = 86'400'000;

class LogsRecordsTest : public testing::Test {
 protected:
  void write(const std::function<void(Transaction&)>& job) {
    const auto done = store_->write_and_wait([&job](Transaction& tx) -> Result<void> {
      job(tx);
      return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }

  static LogGroup make_group(Transaction& tx, const std::string& name,
                             const std::string& region = "us-west-2") {
    LogGroup group;
    group.region = region;
    group.name = name;
    group.created_at_ms = 5;
    group.tags_json = R"({"a":"b"})";
    EXPECT_TRUE(insert_log_group(tx, group));
    return *find_log_group(tx, region, name);
  }

  static LogStream make_stream(Transaction& tx, const LogGroup& group, const std::string& name) {
    LogStream stream;
    stream.group_id = group.id;
    stream.name = name;
    stream.created_at_ms = 7;
    EXPECT_TRUE(insert_log_stream(tx, stream));
    return *find_log_stream(tx, group.id, name);
  }

  static std::vector<std::string> messages(const std::vector<LogEvent>& events) {
    std::vector<std::string> found;
    for (const LogEvent& event : events) found.push_back(event.message);
    return found;
  }

  static std::vector<std::string> after(Transaction& tx, const LogStream& stream,
                                        const LogPosition& position, const LogPage& page = {}) {
    return messages(log_events_after(tx, stream.id, 0, 1'000'000'000'000, position, page));
  }

  TemporaryStore store_;
};

TEST_F(LogsRecordsTest, KeepGroups) {
  write([](Transaction& tx) {
    const LogGroup made = make_group(tx, "g");
    EXPECT_EQ(made.created_at_ms, 5);
    EXPECT_EQ(made.tags_json, R"({"a":"b"})");
    EXPECT_EQ(made.log_class, "STANDARD");
    EXPECT_EQ(made.retention_days, std::nullopt);
    EXPECT_FALSE(insert_log_group(tx, made));
    EXPECT_FALSE(find_log_group(tx, "eu-west-1", "g"));
    set_log_group_retention(tx, made.id, 3);
    set_log_group_tags(tx, made.id, "{}");
    const auto changed = find_log_group(tx, "us-west-2", "g");
    EXPECT_EQ(changed->retention_days, 3);
    EXPECT_EQ(changed->tags_json, "{}");
    set_log_group_retention(tx, made.id, std::nullopt);
    EXPECT_EQ(find_log_group(tx, "us-west-2", "g")->retention_days, std::nullopt);
  });
}

TEST_F(LogsRecordsTest, ListGroupsOfARegion) {
  write([](Transaction& tx) {
    for (const char* name : {"b", "ab", "a", "aa"}) make_group(tx, name);
    make_group(tx, "a", "eu-west-1");
    const auto names = [&tx](const char* prefix, const char* behind, int limit) {
      std::vector<std::string> found;
      for (const auto& group : list_log_groups(tx, "us-west-2", prefix, behind, limit)) {
        found.push_back(group.name);
      }
      return found;
    };
    EXPECT_THAT(names("", "", 10), ElementsAre("a", "aa", "ab", "b"));
    EXPECT_THAT(names("a", "a", 10), ElementsAre("aa", "ab"));
    EXPECT_THAT(names("a", "", 2), ElementsAre("a", "aa"));
    EXPECT_THAT(names("c", "", 2), IsEmpty());
  });
}

TEST_F(LogsRecordsTest, AppendAndCount) {
  write([](Transaction& tx) {
    const LogGroup group = make_group(tx, "g");
    const LogStream stream = make_stream(tx, group, "s");
    EXPECT_FALSE(insert_log_stream(tx, stream));
    append_log_events(tx, stream, {}, 100);
    EXPECT_EQ(find_log_stream(tx, group.id, "s")->last_ingestion_ms, std::nullopt);
    append_log_events(tx, stream, {{0, 20, 0, "b"}, {0, 30, 0, "cc"}}, 100);
    const auto filled = find_log_stream(tx, group.id, "s");
    append_log_events(tx, *filled, {{0, 10, 0, "a"}, {0, 20, 0, "d"}}, 101);
    const auto changed = find_log_stream(tx, group.id, "s");
    EXPECT_EQ(changed->first_event_ms, 10);
    EXPECT_EQ(changed->last_event_ms, 30);
    EXPECT_EQ(changed->last_ingestion_ms, 101);
    EXPECT_EQ(changed->next_sequence, 4);
    EXPECT_EQ(find_log_group(tx, "us-west-2", "g")->stored_bytes, 5 + 4 * 26);
    EXPECT_THAT(after(tx, stream, {0, -1}), ElementsAre("a", "b", "d", "cc"));
  });
}

TEST_F(LogsRecordsTest, PageEventsByPlaceNumberAndBytes) {
  write([](Transaction& tx) {
    const LogStream stream = make_stream(tx, make_group(tx, "g"), "s");
    append_log_events(tx, stream, {{0, 1, 0, "a"}, {0, 1, 0, "b"}, {0, 2, 0, "c"}, {0, 3, 0, "d"}},
                      9);
    EXPECT_THAT(after(tx, stream, {1, 0}), ElementsAre("b", "c", "d"));
    EXPECT_THAT(after(tx, stream, {0, -1}, {3, 1000}), ElementsAre("a", "b", "c"));
    EXPECT_THAT(after(tx, stream, {0, -1}, {10, 2 * 27}), ElementsAre("a", "b"));
    EXPECT_THAT(after(tx, stream, {0, -1}, {10, 1}), ElementsAre("a"));
    EXPECT_THAT(messages(log_events_before(tx, stream.id, 0, 100, {3, 3}, {2, 1000})),
                ElementsAre("c", "b"));
    EXPECT_THAT(messages(log_events_before(tx, stream.id, 0, 100, {100, 0}, {9, 2 * 27})),
                ElementsAre("d", "c"));
    EXPECT_THAT(messages(log_events_after(tx, stream.id, 2, 3, {0, -1}, {})), ElementsAre("c"));
  });
}

TEST_F(LogsRecordsTest, DeleteWhatIsPastItsRetention) {
  write([](Transaction& tx) {
    const LogGroup short_lived = make_group(tx, "short");
    set_log_group_retention(tx, short_lived.id, 1);
    const LogStream of_short = make_stream(tx, short_lived, "s");
    const LogStream of_long = make_stream(tx, make_group(tx, "long"), "s");
    const std::int64_t now = 10 * kDay;
    const std::vector<LogEvent> events = {
        {0, now - kDay - 2, 0, "a"}, {0, now - kDay - 1, 0, "b"}, {0, now - kDay, 0, "c"}};
    append_log_events(tx, of_short, events, now);
    append_log_events(tx, of_long, events, now);
    append_log_events(tx, *find_log_stream(tx, short_lived.id, "s"), {{0, now - 1, 0, "d"}}, now);
    EXPECT_EQ(delete_expired_log_blocks(tx, now, 1), 0) << "the block's last event is not past";
    EXPECT_EQ(delete_expired_log_blocks(tx, now + 1, 1), 1);
    EXPECT_EQ(delete_expired_log_blocks(tx, now + 1, 100), 0);
    EXPECT_THAT(after(tx, of_short, {0, -1}), ElementsAre("d"));
    EXPECT_EQ(find_log_group(tx, "us-west-2", "short")->stored_bytes, 27);
    EXPECT_THAT(after(tx, of_long, {0, -1}), ElementsAre("a", "b", "c"));
  });
}

TEST_F(LogsRecordsTest, DeleteGroupsAndStreamsWhole) {
  write([](Transaction& tx) {
    const LogGroup group = make_group(tx, "g");
    const LogStream one = make_stream(tx, group, "one");
    const LogStream two = make_stream(tx, group, "two");
    append_log_events(tx, one, {{0, 1, 0, "a"}}, 9);
    append_log_events(tx, two, {{0, 1, 0, "b"}}, 9);
    delete_log_stream(tx, one.id);
    EXPECT_FALSE(find_log_stream(tx, group.id, "one"));
    EXPECT_THAT(after(tx, one, {0, -1}), IsEmpty());
    EXPECT_THAT(after(tx, two, {0, -1}), ElementsAre("b"));
    EXPECT_EQ(find_log_group(tx, "us-west-2", "g")->stored_bytes, 27);
    delete_log_group(tx, group.id);
    EXPECT_FALSE(find_log_group(tx, "us-west-2", "g"));
    EXPECT_FALSE(find_log_stream(tx, group.id, "two"));
    EXPECT_THAT(after(tx, two, {0, -1}), IsEmpty());
  });
}

}  // namespace
}  // namespace berth::store
