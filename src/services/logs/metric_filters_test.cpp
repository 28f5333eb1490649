// Metric filters: their rules, their listing, and what they count.
#include "services/logs/metric_filters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"
#include "store/logs/metrics.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Strings = std::map<std::string, std::string>;

class MetricFiltersTest : public LogsTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(create_group("g"));
    ASSERT_TRUE(create_stream("g", "s"));
  }

  static aws::logs::PutMetricFilterRequest request(const std::string& name,
                                                   const std::string& pattern,
                                                   const std::string& value = "1") {
    aws::logs::PutMetricFilterRequest request;
    request.log_group_name = "g";
    request.filter_name = name;
    request.filter_pattern = pattern;
    request.metric_transformations.emplace().emplace_back();
    request.metric_transformations->front().metric_name = "m-" + name;
    request.metric_transformations->front().metric_namespace = "n";
    request.metric_transformations->front().metric_value = value;
    return request;
  }

  std::vector<std::string> names(const aws::logs::DescribeMetricFiltersRequest& wanted) {
    std::vector<std::string> found;
    const auto described = call(describe_metric_filters, wanted);
    EXPECT_TRUE(described);
    for (const auto& filter : *described->metric_filters) {
      found.push_back(*filter.log_group_name + " " + *filter.filter_name);
    }
    return found;
  }

  /// "namespace/name{dimensions} samples sum unit".
  std::vector<std::string> counted() {
    std::vector<std::string> lines;
    EXPECT_TRUE(store_->read([&lines](store::Transaction& tx) -> Result<void> {
      store::each_log_metric(tx, [&lines](const auto& name, const auto& totals) {
        lines.push_back(fmt::format("{}/{}{} {} {} {}", name.metric_namespace, name.name,
                                    name.dimensions_json, totals.samples, totals.sum, name.unit));
      });
      return {};
    }));
    return lines;
  }
};

TEST_F(MetricFiltersTest, AreShownWhole) {
  auto wanted = request("f", " ");
  wanted.metric_transformations->front().default_value = 0;
  wanted.metric_transformations->front().unit = "Bytes";
  ASSERT_TRUE(call(put_metric_filter, wanted));
  const auto described = call(describe_metric_filters, {});
  ASSERT_TRUE(described);
  ASSERT_EQ(described->metric_filters->size(), 1u);
  const aws::logs::MetricFilter& filter = described->metric_filters->front();
  EXPECT_EQ(filter.filter_name, "f");
  EXPECT_EQ(filter.filter_pattern, " ");
  EXPECT_EQ(filter.log_group_name, "g");
  EXPECT_EQ(filter.creation_time, now_ms());
  EXPECT_EQ(filter.apply_on_transformed_logs, false);
  EXPECT_EQ(filter.metric_transformations, wanted.metric_transformations);
  EXPECT_EQ(call(describe_log_groups, {})->log_groups->front().metric_filter_count, 1);
}

TEST_F(MetricFiltersTest, AreListedByNameGroupAndMetric) {
  ASSERT_TRUE(create_group("h"));
  for (const char* name : {"b", "a", "ab"}) ASSERT_TRUE(call(put_metric_filter, request(name, "")));
  auto other = request("a", "");
  other.log_group_name = "h";
  ASSERT_TRUE(call(put_metric_filter, other));
  aws::logs::DescribeMetricFiltersRequest wanted;
  EXPECT_THAT(names(wanted), ElementsAre("g a", "h a", "g ab", "g b"));
  wanted.limit = 3;
  wanted.next_token = call(describe_metric_filters, wanted)->next_token;
  EXPECT_THAT(names(wanted), ElementsAre("g b"));
  wanted = {};
  wanted.filter_name_prefix = "a";
  wanted.log_group_name = "g";
  EXPECT_THAT(names(wanted), ElementsAre("g a", "g ab"));
  wanted = {};
  wanted.metric_name = "m-ab";
  EXPECT_EQ(call(describe_metric_filters, wanted).error().code, "InvalidParameterException");
  wanted.metric_namespace = "n";
  EXPECT_THAT(names(wanted), ElementsAre("g ab"));
  wanted = {};
  wanted.log_group_name = "none";
  expect_fault(call(describe_metric_filters, wanted), "ResourceNotFoundException", kNoGroup);
  region_ = Region("eu-west-1");
  EXPECT_THAT(names({}), IsEmpty());
}

TEST_F(MetricFiltersTest, AreReplacedAndDeleted) {
  ASSERT_TRUE(call(put_metric_filter, request("f", "a")));
  ASSERT_TRUE(call(put_metric_filter, request("f", "b")));
  EXPECT_EQ(call(describe_metric_filters, {})->metric_filters->front().filter_pattern, "b");
  aws::logs::DeleteMetricFilterRequest remove;
  remove.log_group_name = "g";
  remove.filter_name = "f";
  ASSERT_TRUE(call(delete_metric_filter, remove));
  expect_fault(call(delete_metric_filter, remove), "ResourceNotFoundException",
               "The specified metric filter does not exist.");
  remove.log_group_name = "none";
  expect_fault(call(delete_metric_filter, remove), "ResourceNotFoundException", kNoGroup);
}

TEST_F(MetricFiltersTest, CountWhatIsIngested) {
  ASSERT_TRUE(call(put_metric_filter, request("errors", "ERROR")));
  auto latency = request("latency", "{ $.latency = * }", "$.latency");
  latency.metric_transformations->front().unit = "Milliseconds";
  latency.metric_transformations->front().dimensions = Strings{{"path", "$.path"}};
  ASSERT_TRUE(call(put_metric_filter, latency));
  ASSERT_TRUE(call(put_metric_filter, request("bytes", "[..., bytes > 10]", "$bytes")));
  ASSERT_TRUE(put("g", "s", {{0, "ERROR a"}, {0, "fine 11"}, {0, "ERROR 20"}}));
  ASSERT_TRUE(put("g", "s",
                  {{0, R"({"latency": 1.5, "path": "/a"})"},
                   {0, R"({"latency": 2, "path": "/a"})"},
                   {0, R"({"latency": 4, "path": "/b"})"},
                   {0, R"({"latency": "slow", "path": "/b"})"},
                   {0, R"({"latency": 8})"}}));
  EXPECT_THAT(counted(), ElementsAre("n/m-bytes 2 31 None", "n/m-errors 2 2 None",
                                     R"(n/m-latency{"path":"/a"} 2 3.5 Milliseconds)",
                                     R"(n/m-latency{"path":"/b"} 1 4 Milliseconds)"));
  store_.reopen();
  ASSERT_TRUE(put("g", "s", {{0, "ERROR"}}));
  EXPECT_EQ(counted().at(1), "n/m-errors 3 3 None");
}

TEST_F(MetricFiltersTest, OfWhatCannotBeCountedAreRefused) {
  const auto code = [this](const aws::logs::PutMetricFilterRequest& wanted) {
    const auto done = call(put_metric_filter, wanted);
    return done ? std::string() : done.error().code;
  };
  EXPECT_EQ(code(request("f", "{ $.a = ")), "InvalidParameterException");
  EXPECT_EQ(code(request("f", "a", "$.a")), "InvalidParameterException");
  EXPECT_EQ(code(request("f", "[a, b]", "$c")), "InvalidParameterException");
  EXPECT_EQ(code(request("f", "[a, b]", "$b")), "");
  EXPECT_EQ(code(request("f", "a", "many")), "InvalidParameterException");
  EXPECT_EQ(code(request("f", "a", "inf")), "InvalidParameterException");
  auto wanted = request("f", "a");
  auto& transformation = wanted.metric_transformations->front();
  transformation.dimensions = Strings{{"d", "$.d"}};
  expect_fault(call(put_metric_filter, wanted), "InvalidParameterException",
               "The specified filter pattern does not support dimensions");
  wanted.filter_pattern = "{ $.d = * }";
  EXPECT_EQ(code(wanted), "");
  transformation.default_value = 0;
  expect_fault(call(put_metric_filter, wanted), "InvalidParameterException",
               "Invalid metric transformation: dimensions and default value are mutually "
               "exclusive properties.");
  transformation.default_value.reset();
  transformation.dimensions = Strings{{"a", "$.a"}, {"b", "$.b"}, {"c", "$.c"}, {"d", "$.d"}};
  EXPECT_EQ(code(wanted), "InvalidParameterException");
  transformation.dimensions = Strings{{"a", "a"}};
  EXPECT_EQ(code(wanted), "InvalidParameterException");
  wanted = request("f", "a");
  wanted.apply_on_transformed_logs = true;
  EXPECT_EQ(code(wanted), "InvalidParameterException");
  wanted = request("f", "a");
  wanted.log_group_name = "none";
  expect_fault(call(put_metric_filter, wanted), "ResourceNotFoundException", kNoGroup);
}

TEST_F(MetricFiltersTest, AreSoManyAndNoMore) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(call(put_metric_filter, request("r" + std::to_string(i), "%a%")));
  }
  expect_fault(call(put_metric_filter, request("r5", "%a%")), "LimitExceededException",
               "Resource limit exceeded.");
  EXPECT_TRUE(call(put_metric_filter, request("r4", "%b%"))) << "it is replaced";
  for (int i = 5; i < 100; ++i) {
    ASSERT_TRUE(call(put_metric_filter, request("f" + std::to_string(i), "a")));
  }
  EXPECT_EQ(call(put_metric_filter, request("g", "a")).error().code, "LimitExceededException");
  EXPECT_TRUE(call(put_metric_filter, request("f5", "b")));
}

TEST_F(MetricFiltersTest, AreTried) {
  aws::logs::TestMetricFilterRequest wanted;
  wanted.filter_pattern = "[ip, ..., status = 4*]";
  wanted.log_event_messages = {{"10.0.0.1 GET 200", "10.0.0.2 GET 404"}};
  const auto tried = call(test_metric_filter, wanted);
  ASSERT_TRUE(tried);
  ASSERT_EQ(tried->matches->size(), 1u);
  EXPECT_EQ(tried->matches->front().event_number, 2);
  EXPECT_EQ(tried->matches->front().event_message, "10.0.0.2 GET 404");
  const std::map<std::string, std::string> values = {
      {"$ip", "10.0.0.2"}, {"$2", "GET"}, {"$status", "404"}};
  EXPECT_EQ(tried->matches->front().extracted_values, values);
  wanted.filter_pattern = "[";
  EXPECT_EQ(call(test_metric_filter, wanted).error().code, "InvalidParameterException");
}

}  // namespace
}  // namespace berth::services::logs
