// `berth logs`: the log of a task or of a log group, from CloudWatch Logs as any client would read
// it.
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>

#include "cli/common_options.h"
#include "cli/log_window.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct LogsOptions {
  CommonOptions common;
  std::string target;  ///< see log_target.h
  std::string task;    ///< id or ARN; as `target`, but never a group
  std::string cluster = "default";
  std::string region;     ///< empty: of the running Berth, of the environment, or of the ARN
  std::string container;  ///< empty: all containers
  bool follow = false;
  WindowOptions window;
  std::optional<int> tail;  ///< of each container, at most so many of the last lines
  std::string filter;       ///< a filter pattern
  std::string query;        ///< of Insights
  bool timestamps = false;  ///< of text
  std::string output = "text";
  bool to_terminal = false;  ///< control characters are escaped
  bool colour = false;       ///< names of containers and streams have colours

  // How --follow waits: between two looks, for the rest of the log after the task has stopped, and
  // for a server that is away.
  std::chrono::milliseconds poll_interval{1000};
  std::chrono::milliseconds delivery_time{6000};
  std::chrono::milliseconds away_max{60000};
};

void add_logs_options(CLI::App& command, LogsOptions& options);

/// Prints the log's lines, and on `err` why the task has stopped; or the rows of a query. Exit
/// status: 0; 1 with a line on `err` where there is no task, no log or no Berth, or a query is not
/// complete; 2 where an option, a pattern or a query is malformed.
int run_logs(const LogsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
