// Streams: made, deleted, listed in both orders, page by page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<std::string>;

class LogStreamsTest : public LogsTest {
 protected:
  void SetUp() override { ASSERT_TRUE(create_group("g")); }

  /// Names page by page, until there is no next token.
  std::vector<Names> pages(aws::logs::DescribeLogStreamsRequest request) {
    std::vector<Names> found;
    request.log_group_name = "g";
    do {
      const auto page = call(describe_log_streams, request);
      EXPECT_TRUE(page) << page.error().message;
      if (!page) return found;
      Names& names = found.emplace_back();
      for (const auto& stream : *page->log_streams) names.push_back(*stream.log_stream_name);
      request.next_token = page->next_token;
    } while (request.next_token && found.size() < 10);
    return found;
  }

  Result<aws::Empty> remove(const std::string& group, const std::string& name) {
    aws::logs::DeleteLogStreamRequest request;
    request.log_group_name = group;
    request.log_stream_name = name;
    return call(delete_log_stream, request);
  }
};

TEST_F(LogStreamsTest, AreShownWhole) {
  const std::int64_t created = now_ms();
  ASSERT_TRUE(create_stream("g", "a/b/c"));
  aws::logs::DescribeLogStreamsRequest request;
  request.log_group_identifier = "arn:aws:logs:us-west-2:123456789012:log-group:g:*";
  const aws::logs::LogStream before = call(describe_log_streams, request)->log_streams->front();
  EXPECT_EQ(before.log_stream_name, "a/b/c");
  EXPECT_EQ(before.arn, "arn:aws:logs:us-west-2:123456789012:log-group:g:log-stream:a/b/c");
  EXPECT_EQ(before.creation_time, created);
  EXPECT_EQ(before.first_event_timestamp, std::nullopt);
  EXPECT_EQ(before.last_event_timestamp, std::nullopt);
  EXPECT_EQ(before.last_ingestion_time, std::nullopt);
  EXPECT_EQ(before.stored_bytes, 0);

  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(put("g", "a/b/c", {{-5, "x"}, {3, "y"}}));
  ASSERT_TRUE(put("g", "a/b/c", {{-1, "z"}}));
  const aws::logs::LogStream after = call(describe_log_streams, request)->log_streams->front();
  EXPECT_EQ(after.first_event_timestamp, now_ms() - 5);
  EXPECT_EQ(after.last_event_timestamp, now_ms() + 3);
  EXPECT_EQ(after.last_ingestion_time, now_ms());
  EXPECT_NE(after.upload_sequence_token, before.upload_sequence_token);
}

TEST_F(LogStreamsTest, HaveNamesOfTheirOwnInEachGroup) {
  ASSERT_TRUE(create_stream("g", "s"));
  expect_fault(create_stream("g", "s"), "ResourceAlreadyExistsException",
               "The specified log stream already exists");
  expect_fault(create_stream("none", "s"), "ResourceNotFoundException", kNoGroup);
  ASSERT_TRUE(create_group("h"));
  EXPECT_TRUE(create_stream("h", "s"));
}

TEST_F(LogStreamsTest, GoWithTheirEvents) {
  expect_fault(remove("none", "s"), "ResourceNotFoundException", kNoGroup);
  expect_fault(remove("g", "s"), "ResourceNotFoundException", kNoStream);
  ASSERT_TRUE(create_stream("g", "s"));
  ASSERT_TRUE(put("g", "s", {{0, "line"}}));
  ASSERT_TRUE(remove("g", "s"));
  EXPECT_THAT(pages({}), ElementsAre(IsEmpty()));
  ASSERT_TRUE(create_stream("g", "s"));
  aws::logs::GetLogEventsRequest read;
  read.log_group_name = "g";
  read.log_stream_name = "s";
  EXPECT_THAT(*call(get_log_events, read)->events, IsEmpty());
}

TEST_F(LogStreamsTest, AreListedByName) {
  for (const char* name : {"c", "a", "e", "b", "d"}) ASSERT_TRUE(create_stream("g", name));
  aws::logs::DescribeLogStreamsRequest request;
  request.limit = 2;
  EXPECT_THAT(pages(request), ElementsAre(Names{"a", "b"}, Names{"c", "d"}, Names{"e"}));
  request.descending = true;
  EXPECT_THAT(pages(request), ElementsAre(Names{"e", "d"}, Names{"c", "b"}, Names{"a"}));
  request.limit = 5;
  EXPECT_THAT(pages(request), ElementsAre(Names{"e", "d", "c", "b", "a"}));
}

TEST_F(LogStreamsTest, AreListedByPrefix) {
  for (const char* name : {"p/a", "p/b", "p/\xf0\x9f\x90\xb3", "q", "p", "p0"}) {
    ASSERT_TRUE(create_stream("g", name));
  }
  aws::logs::DescribeLogStreamsRequest request;
  request.log_stream_name_prefix = "p/";
  request.limit = 2;
  EXPECT_THAT(pages(request), ElementsAre(Names{"p/a", "p/b"}, Names{"p/\xf0\x9f\x90\xb3"}));
  request.descending = true;
  EXPECT_THAT(pages(request), ElementsAre(Names{"p/\xf0\x9f\x90\xb3", "p/b"}, Names{"p/a"}));
  request.log_stream_name_prefix = "p/\xf0\x9f\x90\xb3";
  EXPECT_THAT(pages(request), ElementsAre(Names{"p/\xf0\x9f\x90\xb3"}));
}

TEST_F(LogStreamsTest, AreListedByTheirLastEvent) {
  for (const char* name : {"old", "new", "empty", "same", "also"}) {
    ASSERT_TRUE(create_stream("g", name));
  }
  ASSERT_TRUE(put("g", "old", {{-10, "x"}}));
  ASSERT_TRUE(put("g", "new", {{-1, "x"}}));
  ASSERT_TRUE(put("g", "same", {{-5, "x"}}));
  ASSERT_TRUE(put("g", "also", {{-5, "x"}}));
  aws::logs::DescribeLogStreamsRequest request;
  request.order_by = "LastEventTime";
  request.limit = 2;
  EXPECT_THAT(pages(request),
              ElementsAre(Names{"empty", "old"}, Names{"also", "same"}, Names{"new"}));
  request.descending = true;
  EXPECT_THAT(pages(request),
              ElementsAre(Names{"new", "same"}, Names{"also", "old"}, Names{"empty"}));
  request.log_stream_name_prefix = "n";
  request.log_group_name = "g";
  expect_fault(call(describe_log_streams, request), "InvalidParameterException",
               "Cannot order by LastEventTime with a logStreamNamePrefix.");
}

TEST_F(LogStreamsTest, AreNotListedWhereTheRequestIsWrong) {
  aws::logs::DescribeLogStreamsRequest request;
  const std::string one =
      "Exactly one of the parameters [logGroupIdentifier, logGroupName] must be specified.";
  expect_fault(call(describe_log_streams, request), "InvalidParameterException", one);
  request.log_group_name = "g";
  request.log_group_identifier = "g";
  expect_fault(call(describe_log_streams, request), "InvalidParameterException", one);
  request.log_group_name.reset();
  EXPECT_TRUE(call(describe_log_streams, request));
  request.log_group_identifier = "arn:aws:logs:us-west-2:210987654321:log-group:g";
  expect_fault(call(describe_log_streams, request), "ResourceNotFoundException", kNoGroup);
  request.log_group_identifier = "none";
  expect_fault(call(describe_log_streams, request), "ResourceNotFoundException", kNoGroup);
  request.log_group_identifier = "g";
  request.next_token = "made up";
  expect_fault(call(describe_log_streams, request), "InvalidParameterException",
               "The specified nextToken is invalid.");
}

}  // namespace
}  // namespace berth::services::logs
