// Batches: what is taken, what is told as rejected, what is refused whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

class PutLogEventsTest : public LogsTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_group("g"));
    ASSERT_TRUE(create_stream("g", "s"));
  }

  std::vector<std::string> stored() {
    aws::logs::GetLogEventsRequest request;
    request.log_group_name = "g";
    request.log_stream_name = "s";
    request.start_from_head = true;
    std::vector<std::string> messages;
    const auto page = call(get_log_events, request);
    EXPECT_TRUE(page);
    if (!page) return messages;
    for (const auto& event : *page->events) messages.push_back(*event.message);
    return messages;
  }

  void keep_for_days(int days) {
    aws::logs::PutRetentionPolicyRequest request;
    request.log_group_name = "g";
    request.retention_in_days = days;
    ASSERT_TRUE(call(put_retention_policy, request));
  }
};

TEST_F(PutLogEventsTest, AreKeptInTheOrderOfTimeAndArrival) {
  const auto first = put("g", "s", {{0, "a"}, {0, "b"}, {5, "c"}});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->rejected_log_events_info, std::nullopt);
  const auto second = put("g", "s", {{0, "d"}, {2, "e"}});
  ASSERT_TRUE(second);
  EXPECT_NE(first->next_sequence_token, second->next_sequence_token);
  EXPECT_THAT(stored(), ElementsAre("a", "b", "d", "e", "c"));
}

TEST_F(PutLogEventsTest, TakeAnySequenceToken) {
  aws::logs::PutLogEventsRequest request;
  request.log_group_name = "g";
  request.log_stream_name = "s";
  request.sequence_token = "not the next one";
  request.log_events = {{{now_ms(), "a"}}};
  EXPECT_TRUE(call(put_log_events, request));
}

TEST_F(PutLogEventsTest, NeedGroupAndStream) {
  expect_fault(put("none", "s", {{0, "a"}}), "ResourceNotFoundException", kNoGroup);
  expect_fault(put("g", "none", {{0, "a"}}), "ResourceNotFoundException", kNoStream);
}

TEST_F(PutLogEventsTest, AreRefusedOutOfOrder) {
  expect_fault(put("g", "s", {{1, "a"}, {0, "b"}}), "InvalidParameterException",
               "Log events in a single PutLogEvents request must be in chronological order.");
  EXPECT_THAT(stored(), IsEmpty());
}

TEST_F(PutLogEventsTest, SpanADay) {
  EXPECT_TRUE(put("g", "s", {{-kDay, "a"}, {0, "b"}}));
  expect_fault(put("g", "s", {{-kDay - 1, "a"}, {0, "b"}}), "InvalidParameterException",
               "The batch of log events in a single PutLogEvents request cannot span more than 24 "
               "hours.");
}

TEST_F(PutLogEventsTest, AreAMebibyteWithTheirOverhead) {
  const std::string half((1'048'576 / 2) - 26, 'x');
  EXPECT_TRUE(put("g", "s", {{0, half}, {0, half}}));
  expect_fault(put("g", "s", {{0, half}, {0, half + "x"}}), "InvalidParameterException",
               "Upload too large: 1048577 bytes exceeds limit of 1048576");
}

TEST_F(PutLogEventsTest, TooOldOrTooNewAreToldByIndex) {
  auto answer = put("g", "s", {{-14 * kDay - 1, "old"}, {-14 * kDay, "just"}});
  ASSERT_TRUE(answer && answer->rejected_log_events_info);
  EXPECT_EQ(answer->rejected_log_events_info->too_old_log_event_end_index, 1);
  EXPECT_EQ(answer->rejected_log_events_info->expired_log_event_end_index, std::nullopt);
  EXPECT_EQ(answer->rejected_log_events_info->too_new_log_event_start_index, std::nullopt);
  answer = put("g", "s", {{0, "now"}, {2 * kHour, "soon"}, {2 * kHour + 1, "new"}});
  ASSERT_TRUE(answer && answer->rejected_log_events_info);
  EXPECT_EQ(answer->rejected_log_events_info->too_new_log_event_start_index, 2);
  EXPECT_EQ(answer->rejected_log_events_info->too_old_log_event_end_index, std::nullopt);
  EXPECT_THAT(stored(), ElementsAre("just", "now", "soon"));
}

TEST_F(PutLogEventsTest, PastTheirRetentionAreToldByIndex) {
  keep_for_days(1);
  auto answer = put("g", "s", {{-kDay - 2, "a"}, {-kDay - 1, "b"}, {-kDay, "c"}});
  ASSERT_TRUE(answer && answer->rejected_log_events_info);
  EXPECT_EQ(answer->rejected_log_events_info->expired_log_event_end_index, 2);
  EXPECT_EQ(answer->rejected_log_events_info->too_old_log_event_end_index, std::nullopt);
  EXPECT_THAT(stored(), ElementsAre("c"));
  answer = put("g", "s", {{-15 * kDay, "a"}, {-15 * kDay, "b"}});
  ASSERT_TRUE(answer && answer->rejected_log_events_info);
  EXPECT_EQ(answer->rejected_log_events_info->too_old_log_event_end_index, 2);
  EXPECT_THAT(stored(), ElementsAre("c"));
}

}  // namespace
}  // namespace berth::services::logs
