// `berth why`: explains decisions of IAM that were recorded.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/common_options.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct WhyOptions {
  CommonOptions common;
  std::string request_id;
  bool last = false;  ///< also where nothing else is asked for
  std::string task;   ///< an ARN
  std::string role;   ///< a name
  int count = 10;
  std::string output = "text";
};

void add_why_options(CLI::App& command, WhyOptions& options);

/// Prints the decisions, or as JSON the answer of berth:ExplainDecision. Exit status: 0; 1 with a
/// line on `err` where none is recorded or no Berth runs; 2 where more than one thing is asked for,
/// or what is asked for is malformed.
int run_why(const WhyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
