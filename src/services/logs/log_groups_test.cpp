// Groups: made, shown, listed, kept for so many days, deleted with all that is in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LogGroupsTest : public LogsTest {
 protected:
  std::vector<std::string> names(const aws::logs::DescribeLogGroupsRequest& request = {}) {
    std::vector<std::string> found;
    const auto described = call(describe_log_groups, request);
    EXPECT_TRUE(described) << described.error().message;
    if (!described) return found;
    for (const auto& group : *described->log_groups) found.push_back(*group.log_group_name);
    return found;
  }
};

TEST_F(LogGroupsTest, AreShownWhole) {
  aws::logs::CreateLogGroupRequest request;
  request.log_group_name = "/ecs/web";
  request.log_group_class = "INFREQUENT_ACCESS";
  ASSERT_TRUE(call(create_log_group, request));
  ASSERT_TRUE(create_stream("/ecs/web", "s"));
  ASSERT_TRUE(put("/ecs/web", "s", {{0, "four"}}));
  const auto described = call(describe_log_groups, {});
  ASSERT_TRUE(described);
  ASSERT_EQ(described->log_groups->size(), 1u);
  const aws::logs::LogGroup& group = described->log_groups->front();
  EXPECT_EQ(group.log_group_name, "/ecs/web");
  EXPECT_EQ(group.arn, "arn:aws:logs:us-west-2:123456789012:log-group:/ecs/web:*");
  EXPECT_EQ(group.log_group_arn, "arn:aws:logs:us-west-2:123456789012:log-group:/ecs/web");
  EXPECT_EQ(group.creation_time, now_ms());
  EXPECT_EQ(group.retention_in_days, std::nullopt);
  EXPECT_EQ(group.metric_filter_count, 0);
  EXPECT_EQ(group.stored_bytes, 4 + 26);
  EXPECT_EQ(group.log_group_class, "INFREQUENT_ACCESS");
  EXPECT_EQ(group.deletion_protection_enabled, false);
  EXPECT_EQ(described->next_token, std::nullopt);
}

TEST_F(LogGroupsTest, HaveNamesOfTheirOwnInEachRegion) {
  ASSERT_TRUE(create_group("g"));
  expect_fault(create_group("g"), "ResourceAlreadyExistsException",
               "The specified log group already exists");
  region_ = Region("eu-west-1");
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_TRUE(create_group("g"));
}

TEST_F(LogGroupsTest, WithWhatBerthCannotDoAreRefused) {
  aws::logs::CreateLogGroupRequest request;
  request.log_group_name = "g";
  request.kms_key_id = "arn:aws:kms:us-west-2:123456789012:key/k";
  EXPECT_EQ(call(create_log_group, request).error().code, "InvalidParameterException");
  request.kms_key_id.reset();
  EXPECT_TRUE(call(create_log_group, request));
}

TEST_F(LogGroupsTest, StayWhileTheyAreProtected) {
  aws::logs::CreateLogGroupRequest request;
  request.log_group_name = "g";
  request.deletion_protection_enabled = true;
  ASSERT_TRUE(call(create_log_group, request));
  EXPECT_EQ(call(describe_log_groups, {})->log_groups->front().deletion_protection_enabled, true);
  aws::logs::DeleteLogGroupRequest remove;
  remove.log_group_name = "g";
  EXPECT_EQ(call(delete_log_group, remove).error().code, "ValidationException");
  aws::logs::PutLogGroupDeletionProtectionRequest protect;
  protect.log_group_identifier = "arn:aws:logs:us-west-2:123456789012:log-group:g:*";
  protect.deletion_protection_enabled = false;
  ASSERT_TRUE(call(put_log_group_deletion_protection, protect));
  EXPECT_TRUE(call(delete_log_group, remove));
  expect_fault(call(put_log_group_deletion_protection, protect), "ResourceNotFoundException",
               kNoGroup);
}

TEST_F(LogGroupsTest, AreListedByPartsOfTheirNames) {
  for (const char* name : {"api-1", "web-1", "web-api", "x"}) ASSERT_TRUE(create_group(name));
  aws::logs::ListLogGroupsRequest request;
  const auto listed = [&] {
    std::vector<std::string> found;
    const auto groups = call(list_log_groups, request);
    EXPECT_TRUE(groups);
    for (const auto& group : *groups->log_groups) found.push_back(*group.log_group_name);
    request.next_token = groups->next_token;
    return found;
  };
  EXPECT_THAT(listed(), ElementsAre("api-1", "web-1", "web-api", "x"));
  request.log_group_name_pattern = "^api";
  EXPECT_THAT(listed(), ElementsAre("api-1"));
  request.log_group_name_pattern = "^api|web";
  request.limit = 2;
  EXPECT_THAT(listed(), ElementsAre("api-1", "web-1"));
  EXPECT_THAT(listed(), ElementsAre("web-api"));
  EXPECT_EQ(request.next_token, std::nullopt);
  request.log_group_class = "DELIVERY";
  EXPECT_THAT(listed(), IsEmpty());
  request.data_sources.emplace();
  EXPECT_EQ(call(list_log_groups, request).error().code, "InvalidParameterException");
}

TEST_F(LogGroupsTest, OfAwsAreItsOwn) {
  for (const char* name : {"aws/lambda/f", "AWS/x"}) {
    expect_fault(create_group(name), "InvalidParameterException",
                 "Log groups starting with AWS/ are reserved for AWS.");
  }
  EXPECT_TRUE(create_group("/aws/lambda/f"));
  expect_fault(create_stream("aws/x", "s"), "InvalidParameterException",
               "Log groups starting with AWS/ are reserved for AWS.");
}

TEST_F(LogGroupsTest, AreListedPageByPage) {
  for (const char* name : {"c", "a", "b", "d"}) ASSERT_TRUE(create_group(name));
  aws::logs::DescribeLogGroupsRequest request;
  request.limit = 2;
  const auto first = call(describe_log_groups, request);
  ASSERT_TRUE(first && first->next_token);
  EXPECT_EQ(first->log_groups->back().log_group_name, "b");
  request.next_token = first->next_token;
  const auto second = call(describe_log_groups, request);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->log_groups->front().log_group_name, "c");
  EXPECT_EQ(second->log_groups->size(), 2u);
  EXPECT_EQ(second->next_token, std::nullopt);
  request.next_token = "made up";
  expect_fault(call(describe_log_groups, request), "InvalidParameterException",
               "The specified nextToken is invalid.");
}

TEST_F(LogGroupsTest, OfMoreThanOnePageAreFoundByTheirMiddle) {
  for (int i = 100; i < 220; ++i) ASSERT_TRUE(create_group("g" + std::to_string(i)));
  aws::logs::DescribeLogGroupsRequest request;
  EXPECT_EQ(names(request).size(), 50u);
  request.log_group_name_pattern = "19";
  EXPECT_EQ(names(request).size(), 12u);  // g119, g190 to g199, g219
  request.log_group_name_pattern = "G19";
  EXPECT_THAT(names(request), IsEmpty());
}

TEST_F(LogGroupsTest, AreFoundByPrefixClassAndIdentifier) {
  for (const char* name : {"a", "b/x", "b/y", "b0"}) ASSERT_TRUE(create_group(name));
  aws::logs::DescribeLogGroupsRequest request;
  request.log_group_name_prefix = "b/";
  EXPECT_THAT(names(request), ElementsAre("b/x", "b/y"));
  request.log_group_name_pattern = "x";
  expect_fault(call(describe_log_groups, request), "InvalidParameterException",
               "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  request = {};
  request.log_group_class = "INFREQUENT_ACCESS";
  EXPECT_THAT(names(request), IsEmpty());
  request = {};
  const std::string arn = "arn:aws:logs:us-west-2:123456789012:log-group:";
  request.log_group_identifiers = {{"a", arn + "b/x", arn + "b/y:*", "none"}};
  EXPECT_THAT(names(request), ElementsAre("a", "b/x", "b/y"));
}

TEST_F(LogGroupsTest, AreKeptForSoManyDays) {
  ASSERT_TRUE(create_group("g"));
  aws::logs::PutRetentionPolicyRequest put_policy;
  put_policy.log_group_name = "g";
  put_policy.retention_in_days = 14;
  ASSERT_TRUE(call(put_retention_policy, put_policy));
  EXPECT_EQ(call(describe_log_groups, {})->log_groups->front().retention_in_days, 14);
  put_policy.retention_in_days = 15;
  EXPECT_EQ(call(put_retention_policy, put_policy).error().code, "InvalidParameterException");
  aws::logs::DeleteRetentionPolicyRequest remove;
  remove.log_group_name = "g";
  ASSERT_TRUE(call(delete_retention_policy, remove));
  EXPECT_EQ(call(describe_log_groups, {})->log_groups->front().retention_in_days, std::nullopt);
  put_policy.log_group_name = "none";
  put_policy.retention_in_days = 14;
  expect_fault(call(put_retention_policy, put_policy), "ResourceNotFoundException", kNoGroup);
  remove.log_group_name = "none";
  expect_fault(call(delete_retention_policy, remove), "ResourceNotFoundException", kNoGroup);
}

TEST_F(LogGroupsTest, GoWithAllThatIsInThem) {
  ASSERT_TRUE(create_group("g"));
  ASSERT_TRUE(create_stream("g", "s"));
  ASSERT_TRUE(put("g", "s", {{0, "line"}}));
  aws::logs::DeleteLogGroupRequest request;
  request.log_group_name = "g";
  ASSERT_TRUE(call(delete_log_group, request));
  expect_fault(call(delete_log_group, request), "ResourceNotFoundException", kNoGroup);
  // A namesake made later begins empty.
  ASSERT_TRUE(create_group("g"));
  aws::logs::DescribeLogStreamsRequest streams;
  streams.log_group_name = "g";
  EXPECT_THAT(*call(describe_log_streams, streams)->log_streams, IsEmpty());
  EXPECT_EQ(call(describe_log_groups, {})->log_groups->front().stored_bytes, 0);
}

}  // namespace
}  // namespace berth::services::logs
