// What a session of Live Tail may listen to, and how it is described.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/live_tail.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StartLiveTailTest : public LogsTest {
 protected:
  void SetUp() override {
    for (const char* group : {"/a", "b"}) ASSERT_TRUE(create_group(group));
    request_.log_group_identifiers = {arn("/a")};
  }

  std::string arn(const std::string& group) const {
    return "arn:aws:logs:" + region_.str() + ":123456789012:log-group:" + group;
  }

  auto start() { return call(start_live_tail, request_); }

  void expect_invalid(const std::string& message) {
    expect_fault(start(), "InvalidParameterException", message);
  }

  aws::logs::StartLiveTailRequest request_;
};

TEST_F(StartLiveTailTest, DescribesTheSession) {
  request_.log_group_identifiers = {arn("b"), arn("/a"), arn("b")};
  request_.log_event_filter_pattern = "ERROR";
  const auto started = start();
  ASSERT_TRUE(started) << started.error().message;
  const auto& session = *started->response_stream->session_start;
  EXPECT_EQ(session.request_id, request_id_);
  EXPECT_EQ(session.session_id->size(), 36u);
  EXPECT_THAT(*session.log_group_identifiers, ElementsAre(arn("/a"), arn("b")));
  EXPECT_THAT(*session.log_stream_names, IsEmpty());
  EXPECT_THAT(*session.log_stream_name_prefixes, IsEmpty());
  EXPECT_EQ(session.log_event_filter_pattern, "ERROR");
  const auto filter = LiveTailFilter::make("r", session);
  ASSERT_TRUE(filter);
  EXPECT_EQ(*filter->listens_to("r", "/a", "any"), arn("/a"));
  EXPECT_EQ(filter->listens_to("r", "/c", "any"), nullptr);
  EXPECT_TRUE(filter->matches("an ERROR"));
}

TEST_F(StartLiveTailTest, TakesStreamsOfOneGroup) {
  request_.log_stream_names = {{"s", "t"}};
  ASSERT_TRUE(start());
  request_.log_group_identifiers->push_back(arn("b"));
  expect_invalid(
      "Log streams can be specified only where there is exactly one log group identifier.");
  request_.log_stream_name_prefixes = {{"p"}};
  expect_invalid("LogStreamNames and LogStreamNamePrefixes are mutually exclusive parameters.");
}

TEST_F(StartLiveTailTest, TakesArnsOfGroupsThatAreHere) {
  request_.log_group_identifiers = {"/a"};
  expect_invalid("The log group identifier /a is not valid: specify the log group's ARN.");
  for (const std::string& other :
       {arn("none"), std::string("arn:aws:logs:xx-else-1:123456789012:log-group:/a"),
        "arn:aws:logs:" + region_.str() + ":999999999999:log-group:/a"}) {
    request_.log_group_identifiers = {other};
    expect_fault(start(), "ResourceNotFoundException", kNoGroup);
  }
}

TEST_F(StartLiveTailTest, TakesPatternsOnly) {
  request_.log_event_filter_pattern = "a-b";
  const auto refused = start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "InvalidParameterException");
}

}  // namespace
}  // namespace berth::services::logs
