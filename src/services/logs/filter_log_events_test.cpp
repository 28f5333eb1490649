// Searching a group: patterns, streams, times, order, pages; and single records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/event_ids.h"
#include "services/logs/get_log_record.h"
#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Answer = aws::logs::FilterLogEventsResponse;

class FilterLogEventsTest : public LogsTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_group("g"));
    for (const char* name : {"a/1", "a/2", "b"}) ASSERT_TRUE(create_stream("g", name));
    request_.log_group_name = "g";
  }

  Answer answer() {
    const auto found = call(filter_log_events, request_);
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(Answer());
  }

  static std::vector<std::string> messages(const Answer& page) {
    std::vector<std::string> found;
    for (const auto& event : *page.events) found.push_back(*event.message);
    return found;
  }

  std::vector<std::string> found() { return messages(answer()); }

  /// All pages, one after the other.
  std::vector<std::string> all() {
    std::vector<std::string> all;
    for (;;) {
      const Answer page = answer();
      for (auto& message : messages(page)) all.push_back(message);
      if (!page.next_token) return all;
      request_.next_token = page.next_token;
    }
  }

  aws::logs::FilterLogEventsRequest request_;
};

TEST_F(FilterLogEventsTest, ShowsEventsWhole) {
  ASSERT_TRUE(put("g", "b", {{-5, "line"}}));
  const Answer page = answer();
  ASSERT_EQ(page.events->size(), 1u);
  const auto& event = page.events->front();
  EXPECT_EQ(event.log_stream_name, "b");
  EXPECT_EQ(event.timestamp, now_ms() - 5);
  EXPECT_EQ(event.ingestion_time, now_ms());
  EXPECT_EQ(event.message, "line");
  EXPECT_EQ(event.event_id->size(), 56u);
  EXPECT_THAT(*page.searched_log_streams, IsEmpty());
  EXPECT_EQ(page.next_token, std::nullopt);
}

TEST_F(FilterLogEventsTest, InterleavesStreamsByTime) {
  ASSERT_TRUE(put("g", "a/1", {{0, "1"}, {20, "3"}, {20, "4"}}));
  ASSERT_TRUE(put("g", "a/2", {{10, "2"}, {20, "5"}}));
  ASSERT_TRUE(put("g", "a/1", {{-10, "0"}}));
  EXPECT_THAT(found(), ElementsAre("0", "1", "2", "3", "4", "5"));
  for (const int limit : {1, 2, 4, 6}) {
    request_.limit = limit;
    request_.next_token.reset();
    EXPECT_THAT(all(), ElementsAre("0", "1", "2", "3", "4", "5")) << limit;
  }
}

TEST_F(FilterLogEventsTest, LooksIntoTheStreamsThatAreNamed) {
  ASSERT_TRUE(put("g", "a/1", {{0, "1"}}));
  ASSERT_TRUE(put("g", "a/2", {{1, "2"}}));
  ASSERT_TRUE(put("g", "b", {{2, "3"}}));
  request_.log_stream_name_prefix = "a/";
  EXPECT_THAT(found(), ElementsAre("1", "2"));
  request_.log_stream_name_prefix = "none";
  EXPECT_THAT(found(), IsEmpty());
  request_.log_stream_names = {{"b", "a/1", "b"}};
  EXPECT_EQ(call(filter_log_events, request_).error().code, "InvalidParameterException");
  request_.log_stream_name_prefix.reset();
  EXPECT_THAT(found(), ElementsAre("1", "3"));
  request_.log_stream_names->push_back("none");
  expect_fault(call(filter_log_events, request_), "ResourceNotFoundException", kNoStream);
}

TEST_F(FilterLogEventsTest, CountsBothEndsOfTheTime) {
  ASSERT_TRUE(put("g", "b", {{0, "0"}, {1, "1"}, {2, "2"}, {3, "3"}}));
  request_.start_time = now_ms() + 1;
  request_.end_time = now_ms() + 2;
  EXPECT_THAT(found(), ElementsAre("1", "2"));
  request_.end_time = std::numeric_limits<std::int64_t>::max();
  EXPECT_THAT(found(), ElementsAre("1", "2", "3"));
  request_.start_time = std::numeric_limits<std::int64_t>::max();
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(FilterLogEventsTest, FindsWhatMatches) {
  // "ab" also stands where one message ends and the next begins.
  ASSERT_TRUE(put("g", "b", {{0, "xa"}, {0, "b"}, {0, "ab"}, {0, "abab"}, {0, "cab"}, {0, "a b"}}));
  request_.filter_pattern = "ab";
  EXPECT_THAT(found(), ElementsAre("ab", "abab", "cab"));
  request_.filter_pattern = "ab c";
  EXPECT_THAT(found(), ElementsAre("cab"));
  request_.filter_pattern = "ab -c";
  EXPECT_THAT(found(), ElementsAre("ab", "abab"));
  request_.filter_pattern = "?x ?c";
  EXPECT_THAT(found(), ElementsAre("xa", "cab"));
  request_.filter_pattern = "[w=a*]";
  EXPECT_THAT(found(), ElementsAre("ab", "abab"));
  request_.filter_pattern = "{ $.a = 1 }";
  EXPECT_THAT(found(), IsEmpty());
  request_.filter_pattern = "a-b";
  expect_fault(call(filter_log_events, request_), "InvalidParameterException",
               "Invalid filter pattern");
}

TEST_F(FilterLogEventsTest, AnswersNoMoreThanAMebibyte) {
  for (const std::string& message : {std::string(600'000, 'x'), std::string(600'000, 'y')}) {
    ASSERT_TRUE(put("g", "b", {{0, message}}));
  }
  const Answer first = answer();
  ASSERT_EQ(first.events->size(), 1u);
  request_.next_token = first.next_token;
  const Answer second = answer();
  ASSERT_EQ(second.events->size(), 1u);
  EXPECT_EQ(second.events->front().message->front(), 'y');
  EXPECT_EQ(second.next_token, std::nullopt);
}

TEST_F(FilterLogEventsTest, GoesOnWhileMoreIsWritten) {
  ASSERT_TRUE(put("g", "b", {{0, "0"}, {0, "1"}, {5, "5"}}));
  request_.limit = 2;
  const Answer first = answer();
  EXPECT_THAT(messages(first), ElementsAre("0", "1"));
  ASSERT_TRUE(put("g", "b", {{0, "2"}, {3, "3"}}));
  request_.next_token = first.next_token;
  EXPECT_THAT(all(), ElementsAre("2", "3", "5"));
}

TEST_F(FilterLogEventsTest, TakesGroupsByIdentifier) {
  ASSERT_TRUE(put("g", "b", {{0, "line"}}));
  request_.log_group_name.reset();
  for (const char* name : {"g", "arn:aws:logs:us-west-2:123456789012:log-group:g",
                           "arn:aws:logs:us-west-2:123456789012:log-group:g:*"}) {
    request_.log_group_identifier = name;
    EXPECT_THAT(found(), ElementsAre("line")) << name;
  }
  request_.log_group_identifier = "none";
  expect_fault(call(filter_log_events, request_), "ResourceNotFoundException", kNoGroup);
  request_.log_group_name = "g";
  EXPECT_EQ(call(filter_log_events, request_).error().code, "InvalidParameterException");
}

TEST_F(FilterLogEventsTest, RefusesTokensThatItDidNotGive) {
  for (const char* token : {"made up", "MTIz"}) {
    request_.next_token = token;
    expect_fault(call(filter_log_events, request_), "InvalidParameterException",
                 "The specified nextToken is invalid.");
  }
}

TEST_F(FilterLogEventsTest, GivesIdsThatGetLogRecordTakes) {
  ASSERT_TRUE(put("g", "b", {{0, "plain"}, {0, R"({"a": {"b": [1, true, null]}, "c": "d"})"}}));
  const Answer page = answer();
  aws::logs::GetLogRecordRequest request;
  request.log_record_pointer = page.events->back().event_id;
  const auto record = call(get_log_record, request);
  ASSERT_TRUE(record) << record.error().message;
  const std::map<std::string, std::string> fields = {
      {"@ptr", *request.log_record_pointer},
      {"@log", "123456789012:g"},
      {"@logStream", "b"},
      {"@message", R"({"a": {"b": [1, true, null]}, "c": "d"})"},
      {"@timestamp", std::to_string(now_ms())},
      {"@ingestionTime", std::to_string(now_ms())},
      {"a.b.0", "1"},
      {"a.b.1", "true"},
      {"c", "d"}};
  EXPECT_EQ(*record->log_record, fields);
  request.log_record_pointer->back() = '9';
  EXPECT_EQ(call(get_log_record, request).error().code, "InvalidParameterException");
  request.log_record_pointer = "x";
  EXPECT_EQ(call(get_log_record, request).error().code, "InvalidParameterException");
}

TEST(EventIds, ComeBack) {
  const store::LogKey key{1'760'000'000'000, 12, 345};
  const std::string id = event_id_of(key);
  EXPECT_EQ(parse_event_id(id), key);
  EXPECT_EQ(parse_event_id(id + "0"), std::nullopt);
  EXPECT_EQ(parse_event_id("4" + id.substr(1)), std::nullopt);
  EXPECT_EQ(parse_event_id(std::string(56, '9').replace(0, 1, "3")), std::nullopt);
  EXPECT_EQ(parse_event_id(id.substr(1) + "x"), std::nullopt);
}

}  // namespace
}  // namespace berth::services::logs
