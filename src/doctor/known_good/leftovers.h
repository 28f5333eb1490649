// What the known-good procedure made, and its removal.
#pragma once

#include <string>
#include <vector>

#include "doctor/asking.h"
#include "doctor/known_good/plan.h"
#include "doctor/known_good/procedure.h"
#include "doctor/known_good/stop.h"

namespace berth::doctor {

/// Something that is there, with the command that removes it.
struct Leftover {
  std::string what;
  std::string command;
  std::string why;  ///< what refused its removal; may be empty
};

/// All that may be there, in the order of its removal.
std::vector<Leftover> all_made(const KnownGoodPlan& plan, const Made& made);

/// Stops the task and waits for that, then removes the definition, the role and the log group; what
/// is not there is removed. Returns what could not be. A second stop() gives the rest up. All
/// arguments outlive the call.
net::Task<std::vector<Leftover>> remove_made(const Asking& asking, const KnownGoodPlan& plan,
                                             const Made& made, Stop& stop, const Watcher& watcher);

}  // namespace berth::doctor
