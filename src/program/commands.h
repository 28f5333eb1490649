// The commands that start parts of Berth: the only ones that know every module.
#pragma once

#include <string>

#include "cli/common_options.h"
#include "cli/exit_status.h"

namespace berth::program {

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
