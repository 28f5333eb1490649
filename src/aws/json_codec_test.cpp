// JSON there and back over the shape tables, and what is refused.
#include "aws/json_codec.h"

#include <gtest/gtest.h>

#include "aws/json_tree.h"
#include "aws/models/ecs.h"
#include "aws/models/logs.h"

namespace berth::aws {
namespace {

constexpr std::string_view kKnownGood = R"({
  "taskRoleArn": "ECS-task-full-access",
  "containerDefinitions": [{"memory": 128, "essential": true, "name": "amazonlinux",
    "image": "amazonlinux", "entryPoint": ["/bin/bash", "-c"],
    "command": ["yum install -y aws-cli; aws ecs list-tasks --region us-west-2"],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "ecs-tasks"}}}],
  "family": "iam-role-test", "requiresCompatibilities": ["EC2"], "volumes": [],
  "placementConstraints": [], "networkMode": null, "memory": null, "cpu": null,
  "unknownMember": {"deep": [1, {"x": null}]}})";

TEST(JsonCodec, ReadsTheKnownGoodTaskDefinition) {
  const auto request = decode_json<ecs::RegisterTaskDefinitionRequest>(kKnownGood);
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->task_role_arn, "ECS-task-full-access");
  EXPECT_FALSE(request->network_mode.has_value());
  EXPECT_TRUE(request->volumes->empty());
  const auto& container = request->container_definitions->at(0);
  EXPECT_EQ(container.memory, 128);
  EXPECT_EQ(container.entry_point, (std::vector<std::string>{"/bin/bash", "-c"}));
  EXPECT_EQ(container.log_configuration->options->at("awslogs-group"), "ecs-tasks");
}

TEST(JsonCodec, WritesWhatItReads) {
  const auto request = decode_json<ecs::RegisterTaskDefinitionRequest>(kKnownGood);
  const auto again = decode_json<ecs::RegisterTaskDefinitionRequest>(encode_json(*request));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *request);
}

TEST(JsonCodec, WritesTimestampsAsSeconds) {
  ecs::Task task;
  task.created_at = from_epoch_ms(1795509851120);
  EXPECT_EQ(encode_json(task), R"({"createdAt":1795509851.12})");
  const auto again = decode_json<ecs::Task>(encode_json(task));
  EXPECT_EQ(again->created_at, task.created_at);
}

TEST(JsonCodec, EscapesText) {
  ecs::StopTaskRequest request;
  request.reason = "a\"b\\c\n\x01\xc3\xa9";
  const std::string json = encode_json(request);
  EXPECT_EQ(json, "{\"reason\":\"a\\\"b\\\\c\\n\\u0001\xc3\xa9\"}");
  EXPECT_EQ(decode_json<ecs::StopTaskRequest>(json)->reason, request.reason);
}

TEST(JsonCodec, TakesAnEmptyBodyAsAnEmptyObject) {
  EXPECT_TRUE(decode_json<ecs::ListTasksRequest>(""));
  EXPECT_TRUE(decode_json<ecs::ListTasksRequest>(" {} "));
}

TEST(JsonCodec, RefusesWhatIsNoSuchObject) {
  for (const char* json :
       {"[]", "1", "{", "{\"cluster\": 1}", "{\"cluster\": \"x\"} x", "{\"cluster\": \"\xff\"}",
        "{\"maxResults\": \"5\"}", "{\"maxResults\": 1.5}", "{\"maxResults\": 5000000000}",
        "{\"cluster\" \"x\"}", "{\"cluster\": tru}"}) {
    const auto request = decode_json<ecs::ListTasksRequest>(json);
    ASSERT_FALSE(request) << json;
    EXPECT_EQ(request.error().code, "SerializationException") << json;
    EXPECT_EQ(request.error().http_status, 400);
  }
}

TEST(JsonCodec, SaysWhichTypeIsWrong) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"maxResults":"x"})", "STRING_VALUE can not be converted to an Integer"},
      {R"({"cluster":1})", "NUMBER_VALUE can not be converted to a String"},
      {R"({"cluster":true})", "TRUE_VALUE can not be converted to a String"},
      {R"({"cluster":{}})", "Start of structure or map found where not expected."},
      {R"({"cluster":[]})", "Start of list found where not expected"},
      {"[]", "The request body has to be a JSON object"},
      {"{", "The request body is not valid JSON"},
  };
  for (const auto& [json, message] : wrong) {
    EXPECT_EQ(decode_json<ecs::ListTasksRequest>(json).error().message, message) << json;
  }
}

TEST(JsonCodec, BoundsDepth) {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  EXPECT_FALSE(decode_json<ecs::ListTasksRequest>("{\"cluster\":" + deep + "}"));
}

TEST(JsonTree, RemembersPlacesAndDuplicates) {
  const std::string json = R"( {"a": [1, {"b": "}]"}], "a": true} )";
  const auto tree = parse_json(json);
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->members.size(), 2U);
  const JsonValue& list = tree->members[0].second;
  EXPECT_EQ(json.substr(list.begin, list.end - list.begin), R"([1, {"b": "}]"}])");
  const JsonValue& inner = list.elements[1];
  EXPECT_EQ(json.substr(inner.begin, inner.end - inner.begin), R"({"b": "}]"})");
  EXPECT_EQ(inner.find("b")->text(), "}]");
  EXPECT_TRUE(tree->members[1].second.boolean);
  EXPECT_EQ(json.substr(tree->begin, tree->end - tree->begin),
            R"({"a": [1, {"b": "}]"}], "a": true})");
  EXPECT_FALSE(parse_json("{\"a\": 1} 2"));
  EXPECT_FALSE(parse_json("{\"a\": }"));
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
}

}  // namespace
}  // namespace berth::aws
