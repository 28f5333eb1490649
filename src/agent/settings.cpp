// What an agent is told before it starts: the ECS_* settings of the container agent.
#include "agent/settings.h"

#include <charconv>
#include <sstream>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "agent/setting_reader.h"
#include "base/file.h"
#include "base/trimmed.h"

namespace berth::agent {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Settings of the container agent that Berth reads past, and says so.
constexpr const char* kNotActedOn[] = {"ECS_DYNAMIC_HOST_PORT_RANGE",
                                       "ECS_LOG_OUTPUT_FORMAT",
                                       "ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT",
                                       "ECS_DISABLE_IMAGE_CLEANUP",
                                       "ECS_IMAGE_CLEANUP_INTERVAL",
                                       "ECS_IMAGE_MINIMUM_CLEANUP_AGE",
                                       "ECS_NUM_IMAGES_DELETE_PER_CYCLE",
                                       "ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP",
                                       "ECS_EXCLUDE_UNTRACKED_IMAGE",
                                       "ECS_ENABLE_TASK_CPU_MEM_LIMIT",
                                       "ECS_ENABLE_CONTAINER_METADATA",
                                       "ECS_HOST_DATA_DIR",
                                       "ECS_SHARED_VOLUME_MATCH_FULL_CONFIG",
                                       "ECS_SELINUX_CAPABLE",
                                       "ECS_APPARMOR_CAPABLE",
                                       "ECS_ENABLE_TASK_ENI",
                                       "ECS_DISABLE_METRICS",
                                       "ECS_POLL_METRICS",
                                       "ECS_POLLING_METRICS_WAIT_DURATION",
                                       "ECS_LOGFILE",
                                       "HTTP_PROXY",
                                       "NO_PROXY",
                                       "ECS_UPDATES_ENABLED",
                                       "ECS_ENGINE_AUTH_TYPE",
                                       "ECS_ENGINE_AUTH_DATA",
                                       "ECS_ENABLE_GPU_SUPPORT",
                                       "ECS_CGROUP_PATH"};

void read_joining(SettingReader& reader, Settings& settings) {
  reader.text("ECS_CLUSTER", settings.cluster);
  reader.text("ECS_BACKEND_HOST", settings.backend_host);
  reader.text("AWS_REGION", settings.region);
  reader.text("AWS_DEFAULT_REGION", settings.region);
  reader.flag("ECS_EXTERNAL", settings.external);
  reader.text("ECS_DATADIR", settings.data_dir);
  reader.flag("ECS_CHECKPOINT", settings.checkpoint);
  reader.text_map("ECS_INSTANCE_ATTRIBUTES", settings.instance_attributes);
  reader.text_map("ECS_CONTAINER_INSTANCE_TAGS", settings.instance_tags);
  reader.number("ECS_RESERVED_MEMORY", 0, 1 << 30, settings.reserved_memory_mib);
  reader.ports("ECS_RESERVED_PORTS", settings.reserved_ports);
  reader.ports("ECS_RESERVED_PORTS_UDP", settings.reserved_ports_udp);
  reader.choice("ECS_LOGLEVEL", {"debug", "info", "warn", "error", "crit"}, settings.log_level);
  reader.text("ECS_AUDIT_LOGFILE", settings.audit_log_file);
}

void read_roles(SettingReader& reader, Settings& settings) {
  reader.flag("ECS_ENABLE_TASK_IAM_ROLE", settings.task_iam_role);
  reader.flag("ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST", settings.task_iam_role_network_host);
  reader.rate_limit("ECS_TASK_METADATA_RPS_LIMIT", settings.metadata_rps_limit);
  reader.flag("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE",
              settings.awslogs_execution_role_override);
  reader.text_list("ECS_AVAILABLE_LOGGING_DRIVERS", settings.logging_drivers);
  reader.flag("BERTH_TRANSPARENT_ENDPOINTS", settings.transparent_endpoints);
  reader.flag("BERTH_AWSLOGS_BY_AGENT", settings.awslogs_by_agent);
  reader.flag("BERTH_SET_ENDPOINT_URL", settings.set_endpoint_url);
}

void read_tasks(SettingReader& reader, Settings& settings) {
  reader.duration("ECS_CONTAINER_STOP_TIMEOUT", seconds(1), settings.container_stop_timeout);
  reader.duration("ECS_CONTAINER_START_TIMEOUT", seconds(45), settings.container_start_timeout);
  reader.duration("ECS_CONTAINER_CREATE_TIMEOUT", minutes(1), settings.container_create_timeout);
  reader.duration("ECS_IMAGE_PULL_TIMEOUT", seconds(1), settings.pull_timeout);
  reader.duration("ECS_IMAGE_PULL_INACTIVITY_TIMEOUT", seconds(1),
                  settings.pull_inactivity_timeout);
  reader.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", seconds(1), settings.cleanup_wait);
  reader.duration("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION_JITTER", milliseconds(0),
                  settings.cleanup_jitter);
  reader.flag("ECS_DISABLE_PRIVILEGED", settings.disable_privileged);
  reader.number("ECS_TASK_PIDS_LIMIT", 1, 4194304, settings.task_pids_limit);
  std::string behavior = "default";
  reader.choice("ECS_IMAGE_PULL_BEHAVIOR", {"default", "always", "once", "prefer-cached"},
                behavior);
  settings.pull_behavior = behavior == "always"          ? PullBehavior::kAlways
                           : behavior == "once"          ? PullBehavior::kOnce
                           : behavior == "prefer-cached" ? PullBehavior::kPreferCached
                                                         : PullBehavior::kDefault;
}

}  // namespace

Result<SettingValues> parse_config_file(const std::string& text) {
  SettingValues values;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;
    const auto equals = content.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return fail(
          client_fault("InvalidSetting", "line " + std::to_string(number) + ": write NAME=value"));
    }
    auto value = trimmed(content.substr(equals + 1));
    const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                        (value.front() == '"' || value.front() == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    values[std::string(trimmed(content.substr(0, equals)))] = std::string(value);
  }
  return values;
}

Result<SettingValues> read_setting_values(const std::string& path) {
  SettingValues values;
  auto text = read_file(path);
  if (text) {
    auto parsed = parse_config_file(*text);
    if (!parsed) return fail(client_fault("InvalidSetting", path + ", " + parsed.error().message));
    values = std::move(*parsed);
  } else if (text.error().code != "NotFound") {
    return fail(text.error());
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = pair.substr(0, equals);
    const bool ours = name.rfind("ECS_", 0) == 0 || name.rfind("BERTH_", 0) == 0 ||
                      name == "AWS_DEFAULT_REGION" || name == "AWS_REGION";
    if (ours) values[std::string(name)] = std::string(pair.substr(equals + 1));
  }
  return values;
}

Result<Settings> parse_settings(const SettingValues& values) {
  Settings settings;
  SettingReader reader(values);
  read_joining(reader, settings);
  read_roles(reader, settings);
  read_tasks(reader, settings);
  if (reader.fault()) return fail(*reader.fault());
  const auto cluster = values.find("ECS_CLUSTER");
  settings.cluster_is_set = cluster != values.end() && !cluster->second.empty();
  return settings;
}

std::vector<std::string> settings_not_acted_on(const SettingValues& values) {
  std::vector<std::string> names;
  for (const char* name : kNotActedOn) {
    if (values.count(name) != 0) names.emplace_back(name);
  }
  return names;
}

Result<milliseconds> parse_duration(const std::string& text) {
  const auto malformed =
      client_fault("InvalidSetting", "\"" + text + "\" is no duration such as 30s or 1h30m");
  double total_ms = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto digits = text.find_first_not_of("0123456789.", at);
    if (digits == std::string::npos || digits == at) return fail(malformed);
    double number = 0;
    const char* const number_end = text.data() + digits;
    const auto read = std::from_chars(text.data() + at, number_end, number);
    if (read.ec != std::errc() || read.ptr != number_end) return fail(malformed);
    auto end = text.find_first_of("0123456789.", digits);
    if (end == std::string::npos) end = text.size();
    const auto unit = text.substr(digits, end - digits);
    const double unit_ms = unit == "ms"  ? 1
                           : unit == "s" ? 1000
                           : unit == "m" ? 60 * 1000
                           : unit == "h" ? 3600 * 1000
                                         : 0;
    if (unit_ms == 0) return fail(malformed);
    total_ms += number * unit_ms;
    at = end;
  }
  if (text.empty() || total_ms > 1e12) return fail(malformed);
  return milliseconds(static_cast<std::int64_t>(total_ms));
}

}  // namespace berth::agent
