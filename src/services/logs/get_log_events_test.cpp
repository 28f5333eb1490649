// Reading a stream: forwards, backwards, page by page, and on from its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Page = aws::logs::GetLogEventsResponse;

class GetLogEventsTest : public LogsTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_group("g"));
    ASSERT_TRUE(create_stream("g", "s"));
    request_.log_group_name = "g";
    request_.log_stream_name = "s";
  }

  void fill(int count) {
    Lines lines;
    for (int i = 0; i < count; ++i) lines.emplace_back(i / 2, std::to_string(i));
    ASSERT_TRUE(put("g", "s", lines));
  }

  Page read() {
    const auto page = call(get_log_events, request_);
    EXPECT_TRUE(page) << page.error().message;
    return page.value_or(Page());
  }
  Page read(const std::optional<std::string>& token) {
    request_.next_token = token;
    return read();
  }

  static std::vector<std::string> messages(const Page& page) {
    std::vector<std::string> found;
    for (const auto& event : *page.events) found.push_back(*event.message);
    return found;
  }

  aws::logs::GetLogEventsRequest request_;
};

TEST_F(GetLogEventsTest, ShowsEventsWhole) {
  ASSERT_TRUE(put("g", "s", {{-7, "a \xc3\xa4\n\x1b"}}));
  const Page page = read();
  ASSERT_EQ(page.events->size(), 1u);
  EXPECT_EQ(page.events->front().timestamp, now_ms() - 7);
  EXPECT_EQ(page.events->front().ingestion_time, now_ms());
  EXPECT_EQ(page.events->front().message, "a \xc3\xa4\n\x1b");
}

TEST_F(GetLogEventsTest, KeepsEveryByte) {
  const std::string odd("a\0b", 3);
  ASSERT_TRUE(put("g", "s", {{0, odd}}));
  ASSERT_TRUE(put("g", "s", {{1, "\n"}, {2, odd + odd}}));
  request_.start_from_head = true;
  EXPECT_THAT(messages(read()), ElementsAre(odd, "\n", odd + odd));
}

TEST_F(GetLogEventsTest, ReadsForwardsToAnEndThatStays) {
  fill(5);
  request_.start_from_head = true;
  request_.limit = 2;
  Page page = read();
  EXPECT_THAT(messages(page), ElementsAre("0", "1"));
  page = read(page.next_forward_token);
  EXPECT_THAT(messages(page), ElementsAre("2", "3"));
  page = read(page.next_forward_token);
  EXPECT_THAT(messages(page), ElementsAre("4"));
  const auto end = page.next_forward_token;
  for (int i = 0; i < 2; ++i) {
    page = read(end);
    EXPECT_THAT(messages(page), IsEmpty());
    EXPECT_EQ(page.next_forward_token, end);
  }
  ASSERT_TRUE(put("g", "s", {{2, "new"}}));
  EXPECT_THAT(messages(read(end)), ElementsAre("new"));
}

TEST_F(GetLogEventsTest, ReadsBackwardsToABeginningThatStays) {
  fill(5);
  request_.limit = 2;
  Page page = read();
  EXPECT_THAT(messages(page), ElementsAre("3", "4"));
  page = read(page.next_backward_token);
  EXPECT_THAT(messages(page), ElementsAre("1", "2"));
  page = read(page.next_backward_token);
  EXPECT_THAT(messages(page), ElementsAre("0"));
  const auto beginning = page.next_backward_token;
  for (int i = 0; i < 2; ++i) {
    page = read(beginning);
    EXPECT_THAT(messages(page), IsEmpty());
    EXPECT_EQ(page.next_backward_token, beginning);
  }
}

TEST_F(GetLogEventsTest, TurnsRoundWithoutLosingAnEvent) {
  fill(3);
  request_.start_from_head = true;
  Page page = read();
  Page empty = read(page.next_forward_token);
  ASSERT_THAT(messages(empty), IsEmpty());
  EXPECT_THAT(messages(read(empty.next_backward_token)), ElementsAre("0", "1", "2"));
  empty = read(page.next_backward_token);
  ASSERT_THAT(messages(empty), IsEmpty());
  EXPECT_THAT(messages(read(empty.next_forward_token)), ElementsAre("0", "1", "2"));
  request_.limit = 1;
  page = read(page.next_backward_token);
  page = read(page.next_forward_token);
  EXPECT_THAT(messages(page), ElementsAre("0"));
  page = read(page.next_forward_token);
  EXPECT_THAT(messages(page), ElementsAre("1"));
  EXPECT_THAT(messages(read(page.next_backward_token)), ElementsAre("0"));
}

TEST_F(GetLogEventsTest, GoesOnFromAnEmptyStream) {
  for (const bool from_head : {true, false}) {
    request_.start_from_head = from_head;
    const Page empty = read(std::nullopt);
    EXPECT_THAT(messages(empty), IsEmpty());
    EXPECT_EQ(read(empty.next_forward_token).next_forward_token, empty.next_forward_token);
    EXPECT_EQ(read(empty.next_backward_token).next_backward_token, empty.next_backward_token);
  }
  const auto token = read(std::nullopt).next_forward_token;
  fill(2);
  EXPECT_THAT(messages(read(token)), ElementsAre("0", "1"));
}

TEST_F(GetLogEventsTest, ReadsATimeSpan) {
  fill(8);  // two a millisecond
  request_.start_time = now_ms() + 1;
  request_.end_time = now_ms() + 3;
  EXPECT_THAT(messages(read()), ElementsAre("2", "3", "4", "5"));
  request_.start_from_head = true;
  request_.limit = 3;
  const Page page = read();
  EXPECT_THAT(messages(page), ElementsAre("2", "3", "4"));
  EXPECT_THAT(messages(read(page.next_forward_token)), ElementsAre("5"));
}

TEST_F(GetLogEventsTest, AnswersAMebibyteAtOnce) {
  const std::string third(350'000, 'x');
  for (const char* name : {"1", "2", "3"}) ASSERT_TRUE(put("g", "s", {{0, name + third}}));
  ASSERT_TRUE(put("g", "s", {{0, "4"}}));
  request_.start_from_head = true;
  Page page = read();
  ASSERT_EQ(page.events->size(), 2u);
  EXPECT_EQ(page.events->front().message->front(), '1');
  page = read(page.next_forward_token);
  ASSERT_EQ(page.events->size(), 2u);
  EXPECT_EQ(page.events->back().message, "4");
  request_.start_from_head = false;
  page = read(std::nullopt);
  ASSERT_EQ(page.events->size(), 3u);
  EXPECT_EQ(page.events->front().message->front(), '2');
  page = read(page.next_backward_token);
  ASSERT_EQ(page.events->size(), 1u);
  EXPECT_EQ(page.events->front().message->front(), '1');
}

TEST_F(GetLogEventsTest, RefusesTokensThatAreNone) {
  fill(1);
  const std::string good = *read().next_forward_token;
  const std::string zeros(19, '0');
  for (const std::string& wrong :
       {std::string("made up"), std::string(), "x" + good.substr(1), good + "0",
        "f/-" + zeros + zeros + "0/s", "f/" + zeros + "0-" + zeros + "/s",
        "f/0" + zeros + std::string(20, '9') + "/s", "f/ " + good.substr(3)}) {
    request_.next_token = wrong;
    expect_fault(call(get_log_events, request_), "InvalidParameterException",
                 "The specified nextToken is invalid.");
  }
}

TEST_F(GetLogEventsTest, NeedsGroupAndStream) {
  request_.log_stream_name = "none";
  expect_fault(call(get_log_events, request_), "ResourceNotFoundException", kNoStream);
  request_.log_group_name = "none";
  expect_fault(call(get_log_events, request_), "ResourceNotFoundException", kNoGroup);
  request_.log_group_identifier = "g";
  expect_fault(
      call(get_log_events, request_), "InvalidParameterException",
      "Exactly one of the parameters [logGroupIdentifier, logGroupName] must be specified.");
}

}  // namespace
}  // namespace berth::services::logs
