// Tags of groups, and what a caller must be allowed.
#include "services/logs/log_tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/logs/operations.h"
#include "services/logs/testing.h"

namespace berth::services::logs {
namespace {

constexpr const char* kArn = "arn:aws:logs:us-west-2:123456789012:log-group:g";

class LogTagsTest : public LogsTest {
 protected:
  Result<aws::Empty> create_tagged(const Tags& tags) {
    aws::logs::CreateLogGroupRequest request;
    request.log_group_name = "g";
    request.tags = tags;
    return call(create_log_group, request);
  }

  Result<aws::Empty> tag(const Tags& tags, const std::string& arn = kArn) {
    aws::logs::TagResourceRequest request;
    request.resource_arn = arn;
    request.tags = tags;
    return call(tag_resource, request);
  }

  Result<aws::Empty> untag(const std::vector<std::string>& keys, const std::string& arn = kArn) {
    aws::logs::UntagResourceRequest request;
    request.resource_arn = arn;
    request.tag_keys = keys;
    return call(untag_resource, request);
  }

  Result<aws::logs::ListTagsForResourceResponse> list(const std::string& arn = kArn) {
    aws::logs::ListTagsForResourceRequest request;
    request.resource_arn = arn;
    return call(list_tags_for_resource, request);
  }

  /// The targets of the registry's line for the operation of this name.
  template <class Input>
  Targets targets_of(const std::string& operation, const Input& input) {
    Targets found;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      for (const Operation& each : logs_operations()) {
        if (each.row().name != operation) continue;
        BERTH_ASSIGN(found, each.targets(context, &input));
      }
      return {};
    }));
    return found;
  }
};

TEST_F(LogTagsTest, ComeAndGo) {
  ASSERT_TRUE(create_tagged({{"team", "a"}, {"cost \xc3\xa4", ""}}));
  EXPECT_EQ(list()->tags, (Tags{{"team", "a"}, {"cost \xc3\xa4", ""}}));
  ASSERT_TRUE(tag({{"team", "b"}, {"Team", "c"}}));
  EXPECT_EQ(list()->tags, (Tags{{"team", "b"}, {"Team", "c"}, {"cost \xc3\xa4", ""}}));
  ASSERT_TRUE(untag({"team", "none"}));
  EXPECT_EQ(list()->tags, (Tags{{"Team", "c"}, {"cost \xc3\xa4", ""}}));
  ASSERT_TRUE(untag({"Team", "cost \xc3\xa4"}));
  EXPECT_EQ(list()->tags, Tags());
}

TEST_F(LogTagsTest, OfAwsAreItsOwn) {
  EXPECT_EQ(create_tagged({{"aws:x", "a"}}).error().code, "InvalidParameterException");
  ASSERT_TRUE(create_group("g"));
  EXPECT_EQ(tag({{"aws:x", "a"}}).error().code, "InvalidParameterException");
  EXPECT_EQ(list()->tags, Tags());
}

TEST_F(LogTagsTest, AreAtMostFifty) {
  ASSERT_TRUE(create_group("g"));
  Tags tags;
  for (int i = 0; i < 50; ++i) tags[std::to_string(i)] = "v";
  ASSERT_TRUE(tag(tags));
  ASSERT_TRUE(tag({{"0", "other"}}));
  EXPECT_EQ(tag({{"more", "v"}}).error().code, "TooManyTagsException");
  EXPECT_EQ(list()->tags->size(), 50u);
}

TEST_F(LogTagsTest, AreOfGroupsThatAreThere) {
  expect_fault(list(), "ResourceNotFoundException", kNoGroup);
  expect_fault(tag({{"a", "b"}}), "ResourceNotFoundException", kNoGroup);
  expect_fault(untag({"a"}), "ResourceNotFoundException", kNoGroup);
  ASSERT_TRUE(create_group("g"));
  for (const char* other : {"arn:aws:logs:eu-west-1:123456789012:log-group:g",
                            "arn:aws:logs:us-west-2:210987654321:log-group:g"}) {
    expect_fault(list(other), "ResourceNotFoundException", kNoGroup);
  }
  for (const std::string& wrong :
       {std::string("g"), std::string(kArn) + ":*", std::string(kArn) + ":log-stream:s",
        std::string("arn:aws:logs:us-west-2:123456789012:log-group:"),
        std::string("arn:aws:logs:us-west-2:123456789012:destination:d")}) {
    expect_fault(list(wrong), "ValidationException", "Invalid resourceArn");
  }
}

TEST_F(LogTagsTest, AndOtherOperationsNameWhatTheirCallerNeeds) {
  aws::logs::CreateLogGroupRequest create;
  create.log_group_name = "g";
  Targets targets = targets_of("CreateLogGroup", create);
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_EQ(targets[0].action, "");
  EXPECT_EQ(targets[0].resource, std::string(kArn) + ":log-stream:");

  create.tags = Tags{{"team", "a"}};
  targets = targets_of("CreateLogGroup", create);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[1].action, "logs:TagResource");
  EXPECT_EQ(targets[1].resource, kArn);
  for (const Target& target : targets) {
    ASSERT_NE(target.context.find("aws:RequestTag/team"), nullptr);
    EXPECT_EQ(target.context.find("aws:TagKeys")->values, std::vector<std::string>{"team"});
  }

  ASSERT_TRUE(create_tagged({{"team", "b"}}));
  aws::logs::PutLogEventsRequest put_events;
  put_events.log_group_name = "g";
  put_events.log_stream_name = "s";
  targets = targets_of("PutLogEvents", put_events);
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_EQ(targets[0].resource, std::string(kArn) + ":log-stream:s");
  ASSERT_NE(targets[0].context.find("aws:ResourceTag/team"), nullptr);
  EXPECT_EQ(targets[0].context.find("aws:ResourceTag/team")->values.front(), "b");

  aws::logs::GetLogEventsRequest read;
  read.log_group_identifier = std::string(kArn) + ":*";
  read.log_stream_name = "s";
  EXPECT_EQ(targets_of("GetLogEvents", read).front().resource, std::string(kArn) + ":log-stream:s");
  EXPECT_EQ(targets_of("DescribeLogGroups", aws::logs::DescribeLogGroupsRequest()).front().resource,
            "arn:aws:logs:us-west-2:123456789012:log-group::log-stream:");
  aws::logs::UntagResourceRequest untag_request;
  untag_request.resource_arn = kArn;
  untag_request.tag_keys = {{"team"}};
  targets = targets_of("UntagResource", untag_request);
  EXPECT_EQ(targets.front().resource, kArn);
  EXPECT_NE(targets.front().context.find("aws:TagKeys"), nullptr);
}

}  // namespace
}  // namespace berth::services::logs
