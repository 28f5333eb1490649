// `berth policy evaluate`: decides policy cases, one JSON object a line.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace berth::cli {

struct PolicyEvaluateOptions {
  std::vector<std::string> files{"-"};  ///< "-": standard input
  std::string managed_policies;  ///< a JSON file, name → document; empty: AWS's, as embedded
  std::size_t jobs = 0;          ///< threads; 0: as many as there are processors
  bool progress = false;         ///< tells on `err`, now and then, how far it is
};

void add_policy_evaluate_options(CLI::App& command, PolicyEvaluateOptions& options);

/// Prints {"id":…,"decision":…} for each case, in the order of the cases. A line that is no case is
/// told on `err`, and the rest goes on. Exit status: 0, 1 where a line was no case, 2 where a file
/// cannot be read.
int run_policy_evaluate(const PolicyEvaluateOptions& options, std::istream& in, std::ostream& out,
                        std::ostream& err);

}  // namespace berth::cli
