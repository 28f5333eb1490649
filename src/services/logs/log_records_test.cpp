// What is kept as a record alone: subscription filters, resource policies, tags by their older
// names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/log_tags.h"
#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kLambda = "arn:aws:lambda:us-west-2:123456789012:function:f";
constexpr const char* kKinesis = "arn:aws:kinesis:us-west-2:123456789012:stream/s";
constexpr const char* kRole = "arn:aws:iam::123456789012:role/r";

class LogRecordsTest : public LogsTest {
 protected:
  void SetUp() override { ASSERT_TRUE(create_group("g")); }

  static aws::logs::PutSubscriptionFilterRequest subscription(const std::string& name) {
    aws::logs::PutSubscriptionFilterRequest request;
    request.log_group_name = "g";
    request.filter_name = name;
    request.filter_pattern = "";
    request.destination_arn = kLambda;
    return request;
  }

  std::vector<std::string> subscriptions(
      const aws::logs::DescribeSubscriptionFiltersRequest& request) {
    std::vector<std::string> found;
    const auto described = call(describe_subscription_filters, request);
    EXPECT_TRUE(described);
    for (const auto& filter : *described->subscription_filters) {
      found.push_back(*filter.filter_name);
    }
    return found;
  }

  Result<aws::logs::PutResourcePolicyResponse> put_policy(const std::string& name) {
    aws::logs::PutResourcePolicyRequest request;
    request.policy_name = name;
    request.policy_document = kDocument;
    return call(put_resource_policy, request);
  }

  static constexpr const char* kDocument = R"({"Version":"2012-10-17","Statement":[]})";
};

TEST_F(LogRecordsTest, KeepSubscriptionFilters) {
  auto request = subscription("f");
  ASSERT_TRUE(call(put_subscription_filter, request));
  const std::int64_t created = now_ms();
  clock_.advance(std::chrono::seconds(1));
  request.filter_pattern = "[]";
  ASSERT_TRUE(call(put_subscription_filter, request));
  aws::logs::DescribeSubscriptionFiltersRequest describe;
  describe.log_group_name = "g";
  const auto described = call(describe_subscription_filters, describe);
  ASSERT_TRUE(described);
  ASSERT_EQ(described->subscription_filters->size(), 1u);
  const auto& filter = described->subscription_filters->front();
  EXPECT_EQ(filter.filter_name, "f");
  EXPECT_EQ(filter.log_group_name, "g");
  EXPECT_EQ(filter.filter_pattern, "[]");
  EXPECT_EQ(filter.destination_arn, kLambda);
  EXPECT_EQ(filter.role_arn, std::nullopt);
  EXPECT_EQ(filter.distribution, "ByLogStream");
  EXPECT_EQ(filter.creation_time, created);
  EXPECT_EQ(filter.apply_on_transformed_logs, false);
}

TEST_F(LogRecordsTest, ListTwoSubscriptionFiltersAndNoMore) {
  aws::logs::DescribeSubscriptionFiltersRequest describe;
  describe.log_group_name = "g";
  EXPECT_THAT(subscriptions(describe), IsEmpty());
  ASSERT_TRUE(call(put_subscription_filter, subscription("b")));
  ASSERT_TRUE(call(put_subscription_filter, subscription("a")));
  expect_fault(call(put_subscription_filter, subscription("c")), "LimitExceededException",
               "Resource limit exceeded.");
  EXPECT_THAT(subscriptions(describe), ElementsAre("a", "b"));
  describe.limit = 1;
  describe.next_token = call(describe_subscription_filters, describe)->next_token;
  EXPECT_THAT(subscriptions(describe), ElementsAre("b"));
  describe = {};
  describe.log_group_name = "g";
  describe.filter_name_prefix = "a";
  EXPECT_THAT(subscriptions(describe), ElementsAre("a"));
  aws::logs::DeleteSubscriptionFilterRequest remove;
  remove.log_group_name = "g";
  remove.filter_name = "a";
  ASSERT_TRUE(call(delete_subscription_filter, remove));
  expect_fault(call(delete_subscription_filter, remove), "ResourceNotFoundException",
               "The specified subscription filter does not exist.");
  EXPECT_THAT(subscriptions(describe), IsEmpty());
}

TEST_F(LogRecordsTest, HoldSubscriptionsToTheirDestination) {
  auto request = subscription("f");
  request.role_arn = kRole;
  expect_fault(call(put_subscription_filter, request), "InvalidParameterException",
               "destinationArn for vendor lambda cannot be used with roleArn");
  request.destination_arn = kKinesis;
  ASSERT_TRUE(call(put_subscription_filter, request));
  ASSERT_EQ(authorizer_.questions.size(), 1u);
  EXPECT_EQ(authorizer_.questions.front(), (NotingAuthorizer::Question{"iam:PassRole", kRole}));
  authorizer_.refused_action = "iam:PassRole";
  EXPECT_EQ(call(put_subscription_filter, request).error().code, "AccessDeniedException");
  request.role_arn.reset();
  expect_fault(call(put_subscription_filter, request), "InvalidParameterException",
               "destinationArn for vendor kinesis cannot be used without roleArn");
  request.destination_arn = "arn:aws:lambda:us-west-2:111111111111:function:f";
  request.log_group_name = "none";
  EXPECT_EQ(call(put_subscription_filter, request).error().code, "AccessDeniedException");
  request.destination_arn = "arn:aws:s3:::bucket";
  EXPECT_EQ(call(put_subscription_filter, request).error().code, "InvalidParameterException");
  request.destination_arn = kLambda;
  expect_fault(call(put_subscription_filter, request), "ResourceNotFoundException", kNoGroup);
}

TEST_F(LogRecordsTest, KeepResourcePolicies) {
  const auto made = put_policy("p1");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->resource_policy->policy_name, "p1");
  EXPECT_EQ(made->resource_policy->policy_document, kDocument);
  EXPECT_EQ(made->resource_policy->last_updated_time, now_ms());
  EXPECT_EQ(made->resource_policy->policy_scope, "ACCOUNT");
  for (int i = 2; i <= 10; ++i) ASSERT_TRUE(put_policy("p" + std::to_string(i)));
  expect_fault(put_policy("p11"), "LimitExceededException", "Resource limit exceeded.");
  ASSERT_TRUE(put_policy("p1")) << "it is replaced";
  aws::logs::DescribeResourcePoliciesRequest describe;
  describe.limit = 9;
  const auto first = call(describe_resource_policies, describe);
  ASSERT_TRUE(first && first->next_token);
  describe.next_token = first->next_token;
  EXPECT_EQ(call(describe_resource_policies, describe)->resource_policies->size(), 1u);
  describe = {};
  describe.policy_scope = "RESOURCE";
  EXPECT_THAT(*call(describe_resource_policies, describe)->resource_policies, IsEmpty());
  aws::logs::DeleteResourcePolicyRequest remove;
  remove.policy_name = "p1";
  ASSERT_TRUE(call(delete_resource_policy, remove));
  expect_fault(call(delete_resource_policy, remove), "ResourceNotFoundException",
               "Policy with name [p1] does not exist.");
}

TEST_F(LogRecordsTest, RefuseResourcePoliciesThatAreNone) {
  aws::logs::PutResourcePolicyRequest request;
  request.policy_name = "p";
  EXPECT_EQ(call(put_resource_policy, request).error().code, "InvalidParameterException");
  request.policy_document = "{";
  EXPECT_EQ(call(put_resource_policy, request).error().code, "InvalidParameterException");
  request.policy_document = kDocument;
  request.resource_arn = "arn:aws:logs:us-west-2:123456789012:log-group:g";
  EXPECT_EQ(call(put_resource_policy, request).error().code, "InvalidParameterException");
}

TEST_F(LogRecordsTest, KnowTagsByTheirOlderNames) {
  aws::logs::TagLogGroupRequest tag;
  tag.log_group_name = "g";
  tag.tags = Tags{{"a", "1"}, {"b", "2"}};
  ASSERT_TRUE(call(tag_log_group, tag));
  aws::logs::UntagLogGroupRequest untag;
  untag.log_group_name = "g";
  untag.tags = std::vector<std::string>{"a", "none"};
  ASSERT_TRUE(call(untag_log_group, untag));
  aws::logs::ListTagsLogGroupRequest list;
  list.log_group_name = "g";
  const std::map<std::string, std::string> left = {{"b", "2"}};
  EXPECT_EQ(call(list_tags_log_group, list)->tags, left);
  tag.tags = Tags{{"aws:x", "1"}};
  EXPECT_EQ(call(tag_log_group, tag).error().code, "InvalidParameterException");
  list.log_group_name = "none";
  expect_fault(call(list_tags_log_group, list), "ResourceNotFoundException", kNoGroup);
}

}  // namespace
}  // namespace berth::services::logs
