// `berth doctor`: why a task does not get its role, looked at as any client can look.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/common_options.h"

namespace CLI {
class App;
}

namespace berth::cli {

/// Nothing that was found wrong is exit status 0, a proven cause 1; wrong usage is 2.
inline constexpr int kUndecided = 3;

struct DoctorOptions {
  CommonOptions common;
  std::string task;             ///< id or ARN
  std::string task_definition;  ///< FAMILY, FAMILY:REVISION or ARN
  std::string cluster = "default";
  std::string container;  ///< empty: all
  std::string region;     ///< empty: of the ARN, of the environment, or of the running Berth
  std::string endpoint;   ///< empty: of the environment or of the running Berth
  std::string explain;    ///< the id of a cause
  bool list = false;
  // Of the known-good procedure, which runs where neither a task nor a definition is named.
  bool preflight_only = false;
  bool dry_run = false;
  bool keep = false;
  std::string image = "amazonlinux";
  std::string role;  ///< name or ARN; empty: one of its own
  int timeout_s = 300;
  bool redact = false;
  bool verbose = false;
  std::string output = "text";  ///< text, json or markdown
  bool to_terminal = false;     ///< colours
};

void add_doctor_options(CLI::App& command, DoctorOptions& options);

/// Looks, runs the known-good procedure where that is asked for, and prints what was found to
/// `out`; a reason for not looking is one line on `err`.
int run_doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
