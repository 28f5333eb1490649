// Settings as users of the container agent write them, and what is said to those that are
// malformed.
#include "agent/settings.h"

#include <filesystem>
#include <fstream>

#include <stdlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Settings, HaveTheDefaultsOfTheContainerAgent) {
  const auto settings = parse_settings({});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->cluster, "default");
  EXPECT_FALSE(settings->cluster_is_set);
  EXPECT_FALSE(settings->task_iam_role);
  EXPECT_FALSE(settings->task_iam_role_network_host);
  EXPECT_EQ(settings->metadata_rps_limit.steady, 40);
  EXPECT_EQ(settings->metadata_rps_limit.burst, 60);
  EXPECT_THAT(settings->logging_drivers, ElementsAre("json-file", "none"));
  EXPECT_EQ(settings->container_stop_timeout, seconds(30));
  EXPECT_EQ(settings->container_start_timeout, seconds(180));
  EXPECT_EQ(settings->container_create_timeout, seconds(240));
  EXPECT_EQ(settings->pull_timeout, seconds(7200));
  EXPECT_EQ(settings->cleanup_wait, seconds(3 * 3600));
  EXPECT_EQ(settings->pull_behavior, PullBehavior::kDefault);
  EXPECT_THAT(settings->reserved_ports, ElementsAre(22, 2375, 2376, 51678, 51679));
  EXPECT_TRUE(settings->transparent_endpoints);
}

TEST(Settings, AreReadAsTheyAreWritten) {
  const auto settings =
      parse_settings({{"ECS_CLUSTER", "prod"},
                      {"ECS_BACKEND_HOST", "http://10.0.0.1:4566"},
                      {"AWS_DEFAULT_REGION", "us-west-2"},
                      {"ECS_EXTERNAL", "true"},
                      {"ECS_ENABLE_TASK_IAM_ROLE", "1"},
                      {"ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST", "T"},
                      {"ECS_TASK_METADATA_RPS_LIMIT", "5, 7"},
                      {"ECS_AVAILABLE_LOGGING_DRIVERS", R"(["json-file","awslogs"])"},
                      {"ECS_INSTANCE_ATTRIBUTES", R"({"rack":"7"})"},
                      {"ECS_RESERVED_MEMORY", "64"},
                      {"ECS_RESERVED_PORTS", "[22, 80]"},
                      {"ECS_RESERVED_PORTS_UDP", "[]"},
                      {"ECS_CONTAINER_STOP_TIMEOUT", "2m"},
                      {"ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached"},
                      {"ECS_TASK_PIDS_LIMIT", "100"},
                      {"ECS_LOGLEVEL", "debug"},
                      {"BERTH_TRANSPARENT_ENDPOINTS", "false"}});
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->cluster, "prod");
  EXPECT_TRUE(settings->cluster_is_set);
  EXPECT_EQ(settings->backend_host, "http://10.0.0.1:4566");
  EXPECT_EQ(settings->region, "us-west-2");
  EXPECT_TRUE(settings->external);
  EXPECT_TRUE(settings->task_iam_role);
  EXPECT_TRUE(settings->task_iam_role_network_host);
  EXPECT_EQ(settings->metadata_rps_limit.steady, 5);
  EXPECT_EQ(settings->metadata_rps_limit.burst, 7);
  EXPECT_THAT(settings->logging_drivers, ElementsAre("json-file", "awslogs"));
  EXPECT_EQ(settings->instance_attributes.at("rack"), "7");
  EXPECT_EQ(settings->reserved_memory_mib, 64);
  EXPECT_THAT(settings->reserved_ports, ElementsAre(22, 80));
  EXPECT_TRUE(settings->reserved_ports_udp.empty());
  EXPECT_EQ(settings->container_stop_timeout, seconds(120));
  EXPECT_EQ(settings->pull_behavior, PullBehavior::kPreferCached);
  EXPECT_EQ(settings->task_pids_limit, 100);
  EXPECT_EQ(settings->log_level, "debug");
  EXPECT_FALSE(settings->transparent_endpoints);
}

TEST(Settings, ThatAreEmptyAreNotSet) {
  const auto settings =
      parse_settings({{"ECS_CLUSTER", ""}, {"ECS_AVAILABLE_LOGGING_DRIVERS", ""}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->cluster, "default");
  EXPECT_FALSE(settings->cluster_is_set);
  EXPECT_EQ(settings->logging_drivers.size(), 2u);
}

TEST(Settings, ThatAreMalformedAreNamedWithWhatWouldBeRight) {
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"ECS_ENABLE_TASK_IAM_ROLE", "yes"},
           {"ECS_TASK_METADATA_RPS_LIMIT", "40"},
           {"ECS_TASK_METADATA_RPS_LIMIT", "0,60"},
           {"ECS_TASK_METADATA_RPS_LIMIT", "a,b"},
           {"ECS_AVAILABLE_LOGGING_DRIVERS", "awslogs"},
           {"ECS_AVAILABLE_LOGGING_DRIVERS", "['awslogs']"},
           {"ECS_INSTANCE_ATTRIBUTES", "rack=7"},
           {"ECS_RESERVED_MEMORY", "-1"},
           {"ECS_RESERVED_PORTS", "22"},
           {"ECS_RESERVED_PORTS", "[22,70000]"},
           {"ECS_RESERVED_PORTS", "[22,]"},
           {"ECS_CONTAINER_STOP_TIMEOUT", "30"},
           {"ECS_CONTAINER_STOP_TIMEOUT", "500ms"},
           {"ECS_CONTAINER_START_TIMEOUT", "44s"},
           {"ECS_IMAGE_PULL_BEHAVIOR", "never"},
           {"ECS_LOGLEVEL", "chatty"}}) {
    const auto settings = parse_settings({{name, value}});
    ASSERT_FALSE(settings) << name << "=" << value;
    EXPECT_EQ(settings.error().code, "InvalidSetting");
    EXPECT_THAT(settings.error().message, HasSubstr(name));
    EXPECT_THAT(settings.error().message, HasSubstr(value));
    EXPECT_THAT(settings.error().message, HasSubstr("write "));
  }
}

TEST(Settings, DurationsAreGos) {
  EXPECT_EQ(*parse_duration("30s"), seconds(30));
  EXPECT_EQ(*parse_duration("1h30m"), seconds(5400));
  EXPECT_EQ(*parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(*parse_duration("1.5h"), seconds(5400));
  EXPECT_EQ(*parse_duration("0s"), seconds(0));
  for (const char* text : {"", "s", "30", "-5s", "5x", "5 s", "1h30", "1..5s", "9999999999h"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Settings, FilesHoldLinesNamesAndQuotes) {
  const auto values = parse_config_file(
      "# comment\n\nECS_CLUSTER=prod\r\n  ECS_LOGLEVEL = \"debug\"  \n"
      "ECS_INSTANCE_ATTRIBUTES={\"a\":\"b=c\"}\nQUOTED='x'\nEMPTY=\n");
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("ECS_CLUSTER"), "prod");
  EXPECT_EQ(values->at("ECS_LOGLEVEL"), "debug");
  EXPECT_EQ(values->at("ECS_INSTANCE_ATTRIBUTES"), R"({"a":"b=c"})");
  EXPECT_EQ(values->at("QUOTED"), "x");
  EXPECT_EQ(values->at("EMPTY"), "");
  const auto wrong = parse_config_file("ECS_CLUSTER=a\nexport\n");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "line 2: write NAME=value");
  EXPECT_FALSE(parse_config_file("=x"));
}

TEST(Settings, TheEnvironmentLiesOverTheFile) {
  std::string folder = (std::filesystem::temp_directory_path() / "berth-agent-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/ecs.config";
  std::ofstream(path) << "ECS_CLUSTER=file\nECS_LOGLEVEL=warn\n";
  ::setenv("ECS_CLUSTER", "environment", 1);
  const auto values = read_setting_values(path);
  ::unsetenv("ECS_CLUSTER");
  ASSERT_TRUE(values) << values.error().message;
  EXPECT_EQ(values->at("ECS_CLUSTER"), "environment");
  EXPECT_EQ(values->at("ECS_LOGLEVEL"), "warn");
  EXPECT_EQ(values->count("PATH"), 0u);
  EXPECT_TRUE(read_setting_values(folder + "/none"));
  std::ofstream(path, std::ios::trunc) << "nonsense\n";
  const auto wrong = read_setting_values(path);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr(path + ", line 1"));
  std::filesystem::remove_all(folder);
}

TEST(Settings, ThatAreNotActedOnAreListed) {
  EXPECT_THAT(settings_not_acted_on({{"ECS_ENABLE_TASK_ENI", "true"}, {"ECS_CLUSTER", "a"}}),
              ElementsAre("ECS_ENABLE_TASK_ENI"));
}

}  // namespace
}  // namespace berth::agent
