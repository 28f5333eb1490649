// `berth policy suggest`: the smallest policy for what a role or a task was seen to call.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/common_options.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct PolicySuggestOptions {
  CommonOptions common;
  std::string role;  ///< a name
  std::string task;  ///< an ARN
  std::string resources = "exact";
  bool check = false;
  bool diff = false;
  std::string output = "text";
};

void add_policy_suggest_options(CLI::App& command, PolicySuggestOptions& options);

/// Prints the policy and what is to be known of it; as JSON the answer of berth:SuggestPolicy, with
/// the policy as an object. Exit status: 0; 1 where no call is recorded, no Berth runs, or --check
/// found a call that is denied; 2 for wrong usage.
int run_policy_suggest(const PolicySuggestOptions& options, std::ostream& out, std::ostream& err);

}  // namespace berth::cli
