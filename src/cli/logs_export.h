// `berth logs export`: a log group's events as a local file.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/common_options.h"
#include "cli/log_window.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct LogsExportOptions {
  CommonOptions common;
  std::string target;  ///< a group, or a stream of one: see log_target.h
  std::string region;  ///< empty: of the running Berth, of the environment, or of the ARN
  WindowOptions window;
  std::string filter;  ///< a filter pattern
  std::string to;      ///< a file, or a folder that is there
  bool force = false;
  std::string output = "text";
  bool progress = false;  ///< standard error is a terminal
};

void add_logs_export_options(CLI::App& command, LogsExportOptions& options);

/// Writes one JSON object an event, as FilterLogEvents shows it, in order of time, and says on
/// `out` what was written where. Exit status: 0; 1 with a line on `err`, and without a file, where
/// there is no group or no Berth, the file is there or cannot be written, or at a signal; 2 where
/// an option or a pattern is malformed.
int run_logs_export(const LogsExportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
