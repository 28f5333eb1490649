// What a diagnosis says: causes with their proof and their mending, and what they rule out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace berth::doctor {

/// One thing that was seen.
struct Proof {
  std::string what;   ///< "the definition names no task role"
  std::string where;  ///< "ecs:DescribeTaskDefinition web:3", "log of container main"
  std::optional<TimePoint> when;
};

/// How it is mended: at least one member is there.
struct Fix {
  std::string text;     ///< what to do, in a sentence
  std::string command;  ///< to paste; empty where no command does it
  std::string patch;    ///< JSON to put into the definition or the policy; empty where none
};

struct Finding {
  std::string id;     ///< of the catalogue
  std::string title;  ///< filled in from the catalogue by diagnose()
  std::vector<Proof> evidence;
  Fix fix;
  std::vector<std::string> rules_out;  ///< ids
};

/// A cause that the evidence excludes.
struct RuledOut {
  std::string id;
  std::string why;
};

/// What one group of detectors says.
struct Findings {
  std::vector<Finding> causes;    ///< proven
  std::vector<Finding> possible;  ///< the evidence fits, and does not prove
  std::vector<RuledOut> ruled_out;
  std::vector<Proof> unexplained;  ///< was seen, and no cause of this group accounts for it
};

}  // namespace berth::doctor
