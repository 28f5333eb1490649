// The commands that start parts of Berth: the only ones that know every module.
#pragma once

#include <string>

#include "cli/common_options.h"

namespace berth::program {

/// Exit statuses of every command.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;

/// `berth server`: the control plane alone, until SIGINT or SIGTERM.
int run_server(const cli::CommonOptions& options);

/// `berth up`: the control plane and one container instance, until SIGINT or SIGTERM.
int run_up(const cli::CommonOptions& options);

struct AgentOptions {
  std::string docker = "auto";
  std::string state_dir;
  std::string log_level = "info";
};

/// `berth agent`: one container instance, configured by ECS_* settings, until SIGINT or SIGTERM.
int run_agent(const AgentOptions& options);

}  // namespace berth::program
