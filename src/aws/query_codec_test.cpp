// Query there and back over the shape tables, and what is refused.
#include "aws/query_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/sts.h"

namespace berth::aws {
namespace {

using ::testing::ElementsAre;

template <class T>
Result<T> decoded(std::string_view text) {
  BERTH_ASSIGN(const QueryParams params, parse_query(text));
  return decode_query<T>(params);
}

TEST(QueryParams, AreUnescapedAndFoundByName) {
  const auto params = parse_query("Action=CreateRole&Path=%2Fa+b%2F&&Empty=&Bare&caf%C3%A9=1");
  ASSERT_TRUE(params) << params.error().message;
  EXPECT_EQ(params->find("Action"), "CreateRole");
  EXPECT_EQ(params->find("Path"), "/a b/");
  EXPECT_EQ(params->find("Empty"), "");
  EXPECT_EQ(params->find("Bare"), "");
  EXPECT_EQ(params->find("caf\u00e9"), "1");
  EXPECT_EQ(params->find("Act"), std::nullopt);
  EXPECT_EQ(params->all().size(), 5U);
  EXPECT_TRUE(parse_query("")->all().empty());
}

TEST(QueryParams, RefuseWhatIsNoForm) {
  for (const char* text : {"a=%", "a=%4", "a=%zz", "a=%ff", "%c3=1", "a=1&b=2&a=3"}) {
    const auto params = parse_query(text);
    ASSERT_FALSE(params) << text;
    EXPECT_EQ(params.error().code, "MalformedQueryString") << text;
    EXPECT_EQ(params.error().http_status, 404) << text;
  }
}

TEST(QueryParams, AreBounded) {
  std::string text;
  for (std::size_t i = 0; i < kQueryParamsMax; ++i) text += "p" + std::to_string(i) + "=&";
  EXPECT_TRUE(parse_query(text));
  EXPECT_FALSE(parse_query(text + "one=more"));
}

TEST(QueryCodec, ReadsScalarsAndIgnoresTheRest) {
  const auto request = decoded<iam::CreateRoleRequest>(
      "Action=CreateRole&Version=2010-05-08&RoleName=r&MaxSessionDuration=7200&RoleNames=x"
      "&AssumeRolePolicyDocument=%7B%7D");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->role_name, "r");
  EXPECT_EQ(request->max_session_duration, 7200);
  EXPECT_EQ(request->assume_role_policy_document, "{}");
  EXPECT_FALSE(request->path);
  EXPECT_FALSE(request->tags);
}

TEST(QueryCodec, ReadsListsInTheOrderOfTheirNumbers) {
  std::string text = "RoleName=r";
  for (int i = 12; i >= 1; --i) {
    const std::string place = "&Tags.member." + std::to_string(i * 2);
    text += place + ".Key=k" + std::to_string(i) + place + ".Value=v";
  }
  const auto request = decoded<iam::TagRoleRequest>(text);
  ASSERT_TRUE(request) << request.error().message;
  ASSERT_EQ(request->tags->size(), 12U);
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_EQ(request->tags->at(i).key, "k" + std::to_string(i + 1));
    EXPECT_EQ(request->tags->at(i).value, "v");
  }
}

TEST(QueryCodec, ReadsListsOfText) {
  const auto request = decoded<iam::UntagRoleRequest>("TagKeys.member.1=a&TagKeys.member.2=b");
  ASSERT_TRUE(request);
  EXPECT_THAT(*request->tag_keys, ElementsAre("a", "b"));
  EXPECT_THAT(*decoded<iam::UntagRoleRequest>("TagKeys.1=a&TagKeys.2=b")->tag_keys,
              ElementsAre("a", "b"));
}

TEST(QueryCodec, TellsAnEmptyListFromNone) {
  EXPECT_TRUE(decoded<iam::UntagRoleRequest>("TagKeys=")->tag_keys->empty());
  EXPECT_FALSE(decoded<iam::UntagRoleRequest>("")->tag_keys);
}

TEST(QueryCodec, ReadsBooleans) {
  EXPECT_EQ(decoded<iam::CreatePolicyVersionRequest>("SetAsDefault=true")->set_as_default, true);
  EXPECT_FALSE(decoded<iam::CreatePolicyVersionRequest>("SetAsDefault=yes"));
}

// No input of IAM or STS holds a map or a time, ECS's do: the codec knows no difference.
TEST(QueryCodec, ReadsMapsTimesAndNestedStructures) {
  const auto request = decoded<ecs::SubmitTaskStateChangeRequest>(
      "pullStartedAt=2026-11-24T08:44:11Z&containers.member.1.exitCode=137"
      "&containers.member.1.networkBindings.member.1.hostPort=80");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(to_epoch_ms(*request->pull_started_at), 1795509851000);
  EXPECT_EQ(request->containers->at(0).exit_code, 137);
  EXPECT_EQ(request->containers->at(0).network_bindings->at(0).host_port, 80);

  const auto definition = decoded<ecs::ContainerDefinition>(
      "dockerLabels.entry.2.key=b&dockerLabels.entry.2.value=2"
      "&dockerLabels.entry.1.key=a&dockerLabels.entry.1.value=");
  ASSERT_TRUE(definition) << definition.error().message;
  EXPECT_EQ(definition->docker_labels, (std::map<std::string, std::string>{{"a", ""}, {"b", "2"}}));
}

TEST(QueryCodec, RefusesWhatDoesNotFit) {
  for (const char* text : {"MaxSessionDuration=x", "MaxSessionDuration=", "MaxSessionDuration=1.5",
                           "MaxSessionDuration=5000000000", "Tags=x", "Tags.member.x.Key=a",
                           "Tags.member.0.Key=a", "Tags.member.01.Key=a", "Tags.member.-1.Key=a",
                           "Tags.member.1-x.Key=a&Tags.member.1=", "Tags.member.99999999999.Key=a",
                           "Tags.member=a", "Tags.member.1=a", "RoleName.x=a"}) {
    const auto request = decoded<iam::CreateRoleRequest>(text);
    ASSERT_FALSE(request) << text;
    EXPECT_EQ(request.error().code, "MalformedInput") << text;
    EXPECT_EQ(request.error().http_status, 400) << text;
  }
  EXPECT_FALSE(decoded<ecs::ContainerDefinition>("dockerLabels.entry.1.key=a"));
  EXPECT_FALSE(decoded<ecs::ContainerDefinition>("dockerLabels.entry.1.value=a"));
}

TEST(QueryCodec, WritesAsClientsDo) {
  sts::AssumeRoleRequest request;
  request.role_arn = "arn:aws:iam::123456789012:role/r";
  request.role_session_name = "a b";
  request.duration_seconds = 900;
  request.policy_arns = std::vector{sts::PolicyDescriptorType{.arn = "x"}};
  request.tags.emplace();
  const OperationRow& row = sts::ops::AssumeRole::row();
  const std::string body = encode_query(row, sts::kService.api_version, &request);
  EXPECT_EQ(body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole"
            "%2Fr&RoleSessionName=a%20b&PolicyArns.member.1.arn=x&DurationSeconds=900&Tags=");
  EXPECT_EQ(*decoded<sts::AssumeRoleRequest>(body), request);
}

TEST(QueryCodec, ReadsWhatItWrites) {
  ecs::RegisterTaskDefinitionRequest request;
  request.family = "f\u00e9 &=%+";
  ecs::ContainerDefinition container;
  container.name = "";
  container.docker_labels = std::map<std::string, std::string>{{"a.b", "1"}, {"", "2"}};
  container.environment = std::vector<ecs::KeyValuePair>(3);
  container.cpu = -7;
  container.essential = false;
  container.linux_parameters.emplace();
  request.container_definitions = std::vector(11, container);
  const OperationRow& row = ecs::ops::RegisterTaskDefinition::row();
  const auto again = decoded<ecs::RegisterTaskDefinitionRequest>(encode_query(row, "v", &request));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, request);
}

}  // namespace
}  // namespace berth::aws
