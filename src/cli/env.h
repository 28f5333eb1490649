// `berth env`: shell exports that point AWS clients at a running Berth.
#pragma once

#include <iosfwd>

#include "cli/common_options.h"

namespace berth::cli {

struct EnvOptions {
  CommonOptions common;
  std::string output = "text";
};

/// Prints the exports. Exit status: 0, or 1 with a line on `err`.
int run_env(const EnvOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
