// What an agent is told before it starts: the ECS_* settings of the container agent.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace berth::agent {

/// When an image is pulled: ECS_IMAGE_PULL_BEHAVIOR.
enum class PullBehavior { kDefault, kAlways, kOnce, kPreferCached };

/// Requests a second, for each client of the credential endpoint: ECS_TASK_METADATA_RPS_LIMIT.
struct RateLimit {
  int steady = 40;
  int burst = 60;
};

/// The settings, with the defaults of the container agent. `docs/agent.md` lists them all.
struct Settings {
  std::string cluster = "default";
  bool cluster_is_set = false;
  std::string backend_host;  ///< the control plane's URL; empty: AWS's own of the region
  std::string region;
  bool external = false;
  std::string data_dir;  ///< ECS_DATADIR
  bool checkpoint = true;
  std::map<std::string, std::string> instance_attributes;
  std::map<std::string, std::string> instance_tags;
  int reserved_memory_mib = 0;
  std::vector<std::uint16_t> reserved_ports{22, 2375, 2376, 51678, 51679};
  std::vector<std::uint16_t> reserved_ports_udp;
  std::string log_level = "info";
  std::string log_file;
  std::string audit_log_file;  ///< ECS_AUDIT_LOGFILE; empty: no audit log

  bool task_iam_role = false;
  bool task_iam_role_network_host = false;
  RateLimit metadata_rps_limit;
  bool awslogs_execution_role_override = false;
  std::vector<std::string> logging_drivers{"json-file", "none"};

  std::chrono::milliseconds container_stop_timeout{std::chrono::seconds(30)};
  std::chrono::milliseconds container_start_timeout{std::chrono::minutes(3)};
  std::chrono::milliseconds container_create_timeout{std::chrono::minutes(4)};
  PullBehavior pull_behavior = PullBehavior::kDefault;
  std::chrono::milliseconds pull_timeout{std::chrono::hours(2)};
  std::chrono::milliseconds pull_inactivity_timeout{std::chrono::minutes(1)};
  std::chrono::milliseconds cleanup_wait{std::chrono::hours(3)};
  std::chrono::milliseconds cleanup_jitter{0};
  bool disable_privileged = false;
  int task_pids_limit = 0;  ///< 0: none of ours

  /// BERTH_TRANSPARENT_ENDPOINTS: AWS's host names inside tasks lead to Berth.
  bool transparent_endpoints = true;
  /// BERTH_AWSLOGS_BY_AGENT: logs of the driver awslogs are read and delivered by the agent.
  bool awslogs_by_agent = true;
  /// BERTH_SET_ENDPOINT_URL: where transparent endpoints are off, AWS_ENDPOINT_URL is set.
  bool set_endpoint_url = false;
};

/// Settings by name, from wherever they come.
using SettingValues = std::map<std::string, std::string>;

/// Lines `NAME=value` of an ecs.config; blank lines and those that begin with '#' are skipped, one
/// pair of quotes around a value is taken off. Fault "InvalidSetting" names the line.
Result<SettingValues> parse_config_file(const std::string& text);

/// The environment's ECS_*, AWS_DEFAULT_REGION, AWS_REGION and BERTH_* variables laid over the file
/// at `path`, which may be missing. Fault "InvalidSetting" or "IoError".
Result<SettingValues> read_setting_values(const std::string& path);

/// Fault "InvalidSetting" names the setting, what it says and what would be right.
Result<Settings> parse_settings(const SettingValues& values);

/// Names among `values` that the container agent acts on and Berth does not, for a line in the log.
std::vector<std::string> settings_not_acted_on(const SettingValues& values);

/// A duration as Go spells it: "30s", "1h30m", "250ms".
Result<std::chrono::milliseconds> parse_duration(const std::string& text);

}  // namespace berth::agent
