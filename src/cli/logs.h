// `berth logs`: a task's log, from CloudWatch Logs as any client would read it.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/common_options.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct LogsOptions {
  CommonOptions common;
  std::string task;       ///< id or ARN; empty: the newest task
  std::string cluster = "default";
  std::string container;  ///< empty: all containers
  bool follow = false;
  std::string output = "text";
};

void add_logs_options(CLI::App& command, LogsOptions& options);

/// Prints the log's lines. Exit status: 0, 1 with a line on `err`.
int run_logs(const LogsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
