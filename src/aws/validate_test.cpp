// What the validator finds and how it says so, on inputs of the real models.
#include "aws/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/logs.h"
#include "aws/models/sts.h"
#include "aws/pattern.h"

namespace berth::aws {
namespace {

using ::testing::HasSubstr;

template <class T>
Fault fault_of(const T& input, Protocol protocol) {
  const auto outcome = validate(shape_of<T>(), &input, protocol);
  return outcome ? Fault{"none", "", 200, {}} : outcome.error();
}

iam::CreateRoleRequest good_role() {
  iam::CreateRoleRequest request;
  request.role_name = "ECS-task-full-access";
  request.assume_role_policy_document = "{}";
  return request;
}

TEST(Validate, TakesWhatFits) {
  iam::CreateRoleRequest request = good_role();
  request.path = "/service-role/";
  request.description = "caf\u00e9";
  request.max_session_duration = 43200;
  request.tags = std::vector{iam::Tag{.key = "stra\u00dfe", .value = ""}};
  EXPECT_TRUE(validate(request.shape(), &request, Protocol::kQuery));
}

TEST(Validate, NamesOneViolation) {
  iam::CreateRoleRequest request = good_role();
  request.role_name = "no spaces";
  const Fault fault = fault_of(request, Protocol::kQuery);
  EXPECT_EQ(fault.code, "ValidationError");
  EXPECT_EQ(fault.http_status, 400);
  EXPECT_EQ(fault.message,
            "1 validation error detected: Value 'no spaces' at 'roleName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+");
}

TEST(Validate, NamesEveryViolation) {
  iam::CreateRoleRequest request = good_role();
  request.role_name = std::string(65, 'r');
  request.assume_role_policy_document.reset();
  request.max_session_duration = 3599;
  EXPECT_EQ(
      fault_of(request, Protocol::kQuery).message,
      "3 validation errors detected: Value '" + std::string(65, 'r') +
          "' at 'roleName' failed to satisfy constraint: Member must have length less than or "
          "equal to 64; Value null at 'assumeRolePolicyDocument' failed to satisfy "
          "constraint: Member must not be null; Value '3599' at 'maxSessionDuration' failed "
          "to satisfy constraint: Member must have value greater than or equal to 3600");
}

TEST(Validate, CountsCodePointsNotBytes) {
  iam::CreateRoleRequest request = good_role();
  std::string letters;
  for (int i = 0; i < 128; ++i) letters += "\u00fc";
  request.tags = std::vector{iam::Tag{.key = letters, .value = "x"}};
  EXPECT_EQ(fault_of(request, Protocol::kQuery).code, "none");
  request.tags->front().key->append("\u00fc");
  EXPECT_THAT(fault_of(request, Protocol::kQuery).message,
              HasSubstr("at 'tags.1.member.key' failed to satisfy constraint: Member must have "
                        "length less than or equal to 128"));
}

TEST(Validate, SpeaksOfJsonServicesInTheirCode) {
  logs::PutLogEventsRequest request;
  request.log_group_name = "ecs-tasks";
  request.log_stream_name = "a";
  request.log_events = std::vector{logs::InputLogEvent{.timestamp = 1, .message = "fine"},
                                   logs::InputLogEvent{.timestamp = 2, .message = ""}};
  const Fault fault = fault_of(request, Protocol::kJson11);
  EXPECT_EQ(fault.code, "InvalidParameterException");
  EXPECT_EQ(fault.message,
            "1 validation error detected: Value '' at 'logEvents.2.member.message' failed to "
            "satisfy constraint: Member must have length greater than or equal to 1");
}

TEST(Validate, NamesAnEnumerationsValues) {
  logs::DescribeLogStreamsRequest request;
  request.log_group_name = "g";
  request.order_by = "Size";
  EXPECT_THAT(fault_of(request, Protocol::kJson11).message,
              HasSubstr("Value 'Size' at 'orderBy' failed to satisfy constraint: Member must "
                        "satisfy enum value set: [LogStreamName, LastEventTime]"));
}

TEST(Validate, NamesAListOfScalarsOnce) {
  iam::UntagRoleRequest request;
  request.role_name = "r";
  request.tag_keys = std::vector<std::string>{"good", "", "\x01"};
  EXPECT_EQ(fault_of(request, Protocol::kQuery).message,
            "1 validation error detected: Value '[good, , \x01]' at 'tagKeys' failed to satisfy "
            "constraint: Member must satisfy constraint: [Member must have length less than or "
            "equal to 128, Member must have length greater than or equal to 1, Member must satisfy "
            "regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+]");
}

TEST(Validate, ChecksKeysAndValuesOfMaps) {
  logs::CreateLogGroupRequest request;
  request.log_group_name = "g";
  request.tags = std::map<std::string, std::string>{{"", "v"}, {"k", std::string(257, 'v')}};
  const std::string message = fault_of(request, Protocol::kJson11).message;
  EXPECT_THAT(message, HasSubstr("2 validation errors detected"));
  EXPECT_THAT(message, HasSubstr("at 'tags' failed to satisfy constraint: Map keys must satisfy"));
  EXPECT_THAT(message, HasSubstr("Map value must satisfy constraint: [Member must have length "
                                 "less than or equal to 256"));
}

TEST(Validate, BoundsLists) {
  iam::TagRoleRequest request;
  request.role_name = "r";
  request.tags.emplace(51, iam::Tag{.key = "k", .value = "v"});
  EXPECT_THAT(fault_of(request, Protocol::kQuery).message,
              HasSubstr("at 'tags' failed to satisfy constraint: Member must have length less than "
                        "or equal to 50"));
}

TEST(Validate, DoesNotRepeatSecrets) {
  iam::ChangePasswordRequest request;
  request.old_password = "correct horse";
  request.new_password = std::string(129, 's');
  EXPECT_EQ(fault_of(request, Protocol::kQuery).message,
            "1 validation error detected: Value at 'newPassword' failed to satisfy constraint: "
            "Member must have length less than or equal to 128");
}

TEST(Validate, StopsAtItsLimit) {
  logs::PutLogEventsRequest request;
  request.log_group_name = "g";
  request.log_stream_name = "s";
  request.log_events.emplace(5000);
  const std::string message = fault_of(request, Protocol::kJson11).message;
  EXPECT_EQ(message.substr(0, message.find(' ')), std::to_string(kViolationsMax));
}

TEST(Validate, TakesTheKnownGoodTaskDefinition) {
  const auto request = decode_json<ecs::RegisterTaskDefinitionRequest>(R"({
    "taskRoleArn": "ECS-task-full-access", "family": "iam-role-test", "networkMode": null,
    "containerDefinitions": [{"memory": 128, "essential": true, "name": "amazonlinux",
      "image": "amazonlinux", "entryPoint": ["/bin/bash", "-c"], "command": ["ls"],
      "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "ecs-tasks"}}}],
    "requiresCompatibilities": ["EC2"], "volumes": [], "placementConstraints": []})");
  ASSERT_TRUE(request);
  const auto outcome = validate(request->shape(), &*request, Protocol::kJson11);
  EXPECT_TRUE(outcome) << outcome.error().message;
}

void expect_known_patterns(const TypeShape& type, int depth);

void expect_known_patterns(const StructShape& shape, int depth) {
  for (const Member& member : shape.members) expect_known_patterns(*member.type, depth);
}

void expect_known_patterns(const TypeShape& type, int depth) {
  if (depth > 8) return;
  EXPECT_TRUE(type.pattern.empty() || pattern_is_known(type.pattern)) << type.pattern;
  if (type.structure != nullptr) expect_known_patterns(*type.structure, depth + 1);
  if (type.element != nullptr) expect_known_patterns(*type.element, depth + 1);
  if (type.key != nullptr) expect_known_patterns(*type.key, depth + 1);
}

TEST(Pattern, KnowsEveryPatternOfTheModels) {
  for (const ServiceModel* service : service_models()) {
    for (const OperationRow* operation : service->operations) {
      expect_known_patterns(*operation->input, 0);
    }
  }
}

TEST(Pattern, ReadsJavasEscapes) {
  constexpr std::string_view kPolicy = R"([\u0009\u000A\u000D\u0020-\u00FF]+)";
  EXPECT_TRUE(matches_pattern(kPolicy, "{\n\t\"a\": \"\u00ff\"}"));
  EXPECT_FALSE(matches_pattern(kPolicy, "\u0100"));
  EXPECT_FALSE(matches_pattern(kPolicy, std::string_view("a\0b", 3)));
  constexpr std::string_view kPath = R"((\u002F)|(\u002F[\u0021-\u007E]+\u002F))";
  EXPECT_TRUE(matches_pattern(kPath, "/"));
  EXPECT_TRUE(matches_pattern(kPath, "/a/b/"));
  EXPECT_FALSE(matches_pattern(kPath, "/a"));
  constexpr std::string_view kPlanes = R"([\uE000-\uFFFD\u10000-\u10FFFF]+)";
  EXPECT_TRUE(matches_pattern(kPlanes, "\U0001F6A2"));
  EXPECT_FALSE(matches_pattern(kPlanes, "FF"));
}

TEST(Pattern, RewritesLookAhead) {
  constexpr std::string_view kAlias = "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$";
  EXPECT_TRUE(matches_pattern(kAlias, "my-account-1"));
  EXPECT_FALSE(matches_pattern(kAlias, "my--account"));
  EXPECT_FALSE(matches_pattern(kAlias, "-mine"));
  EXPECT_FALSE(matches_pattern(kAlias, "mine-"));
}

}  // namespace
}  // namespace berth::aws
