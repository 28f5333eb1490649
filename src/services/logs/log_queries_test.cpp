// Insights by its operations: what is searched, shown, kept and refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LogQueriesTest : public LogsTest {
 protected:
  void SetUp() override {
    for (const char* group : {"g", "h"}) {
      ASSERT_TRUE(create_group(group));
      ASSERT_TRUE(create_stream(group, "s"));
    }
    request_.log_group_name = "g";
    request_.start_time = now_ms() / 1000 - 3600;
    request_.end_time = now_ms() / 1000 + 3600;
    request_.query_string = "fields @message";
  }

  std::string start() {
    const auto started = call(start_query, request_);
    EXPECT_TRUE(started) << started.error().message;
    return started ? *started->query_id : "";
  }

  Result<aws::logs::GetQueryResultsResponse> results(const std::string& id) {
    aws::logs::GetQueryResultsRequest request;
    request.query_id = id;
    return call(get_query_results, request);
  }

  /// The first column of each row.
  std::vector<std::string> found() {
    const auto answer = results(start());
    EXPECT_TRUE(answer) << answer.error().message;
    std::vector<std::string> values;
    for (const auto& row : *answer->results) values.push_back(*row.front().value);
    return values;
  }

  aws::logs::StartQueryRequest request_;
};

TEST_F(LogQueriesTest, AnswerTheNewestFirst) {
  ASSERT_TRUE(put("g", "s", {{0, "1"}, {1, "2"}, {1, "3"}}));
  const auto answer = results(start());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, "Complete");
  EXPECT_EQ(answer->query_language, "CWLI");
  EXPECT_EQ(answer->statistics->records_scanned, 3);
  EXPECT_EQ(answer->statistics->records_matched, 3);
  EXPECT_EQ(answer->statistics->bytes_scanned, 3);
  ASSERT_EQ(answer->results->size(), 3u);
  const auto& row = answer->results->front();
  EXPECT_EQ(row[0].field, "@message");
  EXPECT_EQ(row[0].value, "3");
  EXPECT_EQ(row[1].field, "@ptr");
  aws::logs::GetLogRecordRequest record;
  record.log_record_pointer = row[1].value;
  EXPECT_EQ(call(get_log_record, record)->log_record->at("@message"), "3");
}

TEST_F(LogQueriesTest, SearchGroupsAsOne) {
  ASSERT_TRUE(put("g", "s", {{0, "g0"}, {2, "g2"}}));
  ASSERT_TRUE(put("h", "s", {{1, "h1"}, {3, "h3"}}));
  EXPECT_THAT(found(), ElementsAre("g2", "g0"));
  request_.log_group_name.reset();
  request_.log_group_names = std::vector<std::string>{"h", "g", "h"};
  EXPECT_THAT(found(), ElementsAre("h3", "g2", "h1", "g0"));
  request_.log_group_names.reset();
  request_.log_group_identifiers =
      std::vector<std::string>{"h", "arn:aws:logs:us-west-2:123456789012:log-group:g"};
  request_.limit = 3;
  EXPECT_THAT(found(), ElementsAre("h3", "g2", "h1"));
  request_.query_string = "stats count(*) by @log | sort @log";
  EXPECT_THAT(found(), ElementsAre("123456789012:g", "123456789012:h"));
}

TEST_F(LogQueriesTest, CountBothEndsOfTheirTime) {
  ASSERT_TRUE(put("g", "s", {{-1, "before"}, {0, "first"}, {999, "last"}, {1000, "behind"}}));
  request_.start_time = request_.end_time = now_ms() / 1000;
  EXPECT_THAT(found(), ElementsAre("last", "first"));
  request_.start_time = now_ms() + 999;
  request_.end_time = now_ms() + 1000;
  EXPECT_THAT(found(), ElementsAre("behind", "last")) << "milliseconds are taken too";
  request_.end_time = now_ms();
  EXPECT_EQ(call(start_query, request_).error().code, "InvalidParameterException");
}

TEST_F(LogQueriesTest, GoOnFromPageToPage) {
  ASSERT_TRUE(put("g", "s", {{0, "1"}, {1, "2"}, {2, "3"}}));
  aws::logs::GetQueryResultsRequest page;
  page.query_id = start();
  page.max_items = 2;
  const auto first = call(get_query_results, page);
  ASSERT_TRUE(first && first->next_token);
  EXPECT_EQ(first->results->size(), 2u);
  page.next_token = first->next_token;
  const auto second = call(get_query_results, page);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->results->size(), 1u);
  EXPECT_EQ(second->next_token, std::nullopt);
  page.next_token = "made up";
  EXPECT_EQ(call(get_query_results, page).error().code, "InvalidParameterException");
}

TEST_F(LogQueriesTest, AreListedAndHaveEnded) {
  const std::string old = start();
  clock_.advance(std::chrono::seconds(1));
  request_.log_group_name = "h";
  const std::string young = start();
  aws::logs::DescribeQueriesRequest describe;
  describe.max_results = 1;
  const auto first = call(describe_queries, describe);
  ASSERT_TRUE(first && first->next_token);
  const aws::logs::QueryInfo& query = first->queries->front();
  EXPECT_EQ(query.query_id, young);
  EXPECT_EQ(query.status, "Complete");
  EXPECT_EQ(query.create_time, now_ms());
  EXPECT_EQ(query.log_group_name, "h");
  EXPECT_EQ(query.query_string, fmt::format("SOURCE \"h\" START={}000 END={}999 | fields @message",
                                            *request_.start_time, *request_.end_time));
  describe.next_token = first->next_token;
  EXPECT_EQ(call(describe_queries, describe)->queries->front().query_id, old);
  describe = {};
  describe.log_group_name = "g";
  EXPECT_EQ(call(describe_queries, describe)->queries->size(), 1u);
  describe.status = "Running";
  EXPECT_THAT(*call(describe_queries, describe)->queries, IsEmpty());
  aws::logs::StopQueryRequest stop;
  stop.query_id = old;
  EXPECT_EQ(call(stop_query, stop).error().code, "InvalidParameterException");
  stop.query_id = "none";
  EXPECT_EQ(call(stop_query, stop).error().code, "ResourceNotFoundException");
  EXPECT_EQ(results("none").error().code, "ResourceNotFoundException");
}

TEST_F(LogQueriesTest, AreRefusedBeforeTheyAreKept) {
  request_.query_string = "fields a |";
  expect_fault(call(start_query, request_), "MalformedQueryException",
               "unexpected symbol found end of query at line 1 and position 11");
  request_.query_string = "fields a";
  request_.query_language = "SQL";
  EXPECT_EQ(call(start_query, request_).error().code, "InvalidParameterException");
  request_.query_language.reset();
  request_.log_group_name = "none";
  const auto missing = call(start_query, request_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "ResourceNotFoundException");
  EXPECT_THAT(missing.error().message,
              testing::HasSubstr("Log group 'none' does not exist for account ID '123456789012'"));
  request_.log_group_names = std::vector<std::string>{"g", "h"};
  EXPECT_EQ(call(start_query, request_).error().code, "InvalidParameterException");
  EXPECT_THAT(*call(describe_queries, {})->queries, IsEmpty());
}

}  // namespace
}  // namespace berth::services::logs
