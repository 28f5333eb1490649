// `berth logs`: a task's log, from CloudWatch Logs as any client would read it.
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "cli/common_options.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct LogsOptions {
  CommonOptions common;
  std::string task;  ///< id or ARN; empty: the newest task
  std::string cluster = "default";
  std::string region;     ///< empty: of the running Berth, of the environment, or of the task's ARN
  std::string container;  ///< empty: all containers
  bool follow = false;
  std::string since;        ///< a duration or a time; empty: from the beginning
  std::optional<int> tail;  ///< of each container, at most so many of the last lines
  bool timestamps = false;  ///< of text
  std::string output = "text";
  bool to_terminal = false;  ///< control characters are escaped

  // How --follow waits: between two looks, and for the rest of the log after the task has stopped.
  std::chrono::milliseconds poll_interval{1000};
  std::chrono::milliseconds delivery_time{6000};
};

void add_logs_options(CLI::App& command, LogsOptions& options);

/// "30s", "10m", "2h" and "1d" before `now`, or a time in ISO 8601. Fault "InvalidOption".
Result<TimePoint> parse_since(const std::string& text, TimePoint now);

/// Prints the log's lines. Exit status: 0; 1 with a line on `err` where there is no task, no log or
/// no Berth; 2 where an option is malformed.
int run_logs(const LogsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
