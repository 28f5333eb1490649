// Which logs the agent delivers, and how an event begins.
#include "agent/logs/log_target.h"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

constexpr const char* kTaskArn =
    "arn:aws:ecs:us-west-2:123456789012:task/default/0123456789abcdef0123456789abcdef";
constexpr const char* kStream = "test/main/0123456789abcdef0123456789abcdef";

using Options = std::map<std::string, std::string>;

std::optional<LogTarget> target_of(Options options, const std::string& driver = "awslogs") {
  aws::docker::HostConfig host;
  host.log_config.emplace();
  host.log_config->type = driver;
  options.emplace("awslogs-group", "g");
  host.log_config->config = options;
  aws::acs::Container definition;
  definition.name = "main";
  definition.docker_config.emplace();
  definition.docker_config->host_config = aws::encode_json(host);
  TaskRecord task;
  task.arn = kTaskArn;
  LogDelivery logs;
  logs.region = "us-west-2";
  logs.instance_credentials_id = "instance";
  return find_log_target(task, definition, logs);
}

TEST(LogTarget, IsTheContainersOwnStream) {
  const auto given = target_of({{"awslogs-stream", kStream}, {"awslogs-region", "eu-west-1"}});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->group, "g");
  EXPECT_EQ(given->stream, kStream);
  EXPECT_EQ(given->region, "eu-west-1");
  EXPECT_EQ(given->credentials_id, "instance");
  EXPECT_FALSE(given->create_group);
  EXPECT_EQ(given->first_line, nullptr);
  const auto prefixed = target_of({{"awslogs-stream-prefix", "test"},
                                   {"awslogs-create-group", "true"},
                                   {"mode", "non-blocking"},
                                   {"max-buffer-size", "4m"}});
  ASSERT_TRUE(prefixed);
  EXPECT_EQ(prefixed->stream, kStream);
  EXPECT_EQ(prefixed->region, "us-west-2");
  EXPECT_TRUE(prefixed->create_group);
}

TEST(LogTarget, IsNoneWhereTheEngineKnowsBetter) {
  const Options own = {{"awslogs-stream", kStream}};
  EXPECT_FALSE(target_of(own, "json-file"));
  EXPECT_FALSE(target_of({}));
  EXPECT_FALSE(target_of({{"awslogs-stream", "shared"}}));
  for (const auto& [name, value] : Options{{"awslogs-endpoint", "https://logs.example"},
                                           {"tag", "x"},
                                           {"mode", "sometimes"},
                                           {"awslogs-create-group", "yes"},
                                           {"awslogs-multiline-pattern", "("},
                                           {"awslogs-datetime-format", "%Q"}}) {
    Options options = own;
    options[name] = value;
    EXPECT_FALSE(target_of(options)) << name;
  }
  EXPECT_FALSE(target_of({{"awslogs-stream", kStream},
                          {"awslogs-multiline-pattern", "^x"},
                          {"awslogs-datetime-format", "%Y"}}));
}

bool begins(const std::string& format, const std::string& line) {
  const auto target = target_of({{"awslogs-stream", kStream}, {"awslogs-datetime-format", format}});
  return target && re2::RE2::PartialMatch(line, *target->first_line);
}

TEST(LogTarget, KnowsTimesByTheirFormat) {
  EXPECT_TRUE(begins("\\[%b %d, %Y %H:%M:%S\\]", "x [Nov 25, 2026 07:30:00] y"));
  EXPECT_FALSE(begins("\\[%b %d, %Y %H:%M:%S\\]", "[Nov 45, 2026 07:30:00] y"));
  EXPECT_TRUE(begins("%A %B %p %I %j %f %L %y %w %z %Z %a %m 100%%",
                     "Wednesday November PM 07 329 123456 .123 26 3 +0100 CEST Wed 11 100%"));
  EXPECT_FALSE(begins("%Y-%m-%d", "at java.lang.Thread"));
  EXPECT_FALSE(pattern_of_datetime_format("%"));
}

}  // namespace
}  // namespace berth::agent
