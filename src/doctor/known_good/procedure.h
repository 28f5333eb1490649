// The known-good procedure as it runs: makes, starts and watches, and tells each step as it ends.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "doctor/asking.h"
#include "doctor/diagnosis.h"
#include "doctor/known_good/plan.h"
#include "doctor/known_good/stop.h"

namespace berth::doctor {

/// Who is told while it runs.
struct Watcher {
  std::function<void(const Step&)> done;            ///< a step has ended
  std::function<void(const std::string&)> waiting;  ///< what is waited for, twice a second
};

/// There was an answer, and it is not one that the model has: what was asked for may have been
/// done.
inline bool is_unreadable(const Fault& refusal) {
  return refusal.code == "SerializationException";
}

/// What may be there and has to be removed: noted before it is asked for.
struct Made {
  bool log_group = false;
  bool role = false;
  bool definition = false;
  bool task = false;
  std::string definition_arn;               ///< empty where it was asked for and no answer came
  std::string task_arn;                     ///< the same
  std::string policy_arn = kTaskPolicyArn;  ///< that was attached to the role, where it was made
  bool task_has_stopped = false;
};

/// What came of it.
struct Outcome {
  Made made;
  std::optional<AttemptSeen> attempt;  ///< what was refused, where it was
  bool interrupted = false;
  bool too_long = false;  ///< the task had not stopped in time
  bool answered = false;  ///< the task's own list of tasks holds the task
  std::string last_line;  ///< of its log
  std::vector<int> endpoint_statuses;
};

/// Runs it to its end, a refusal, or a stop; removes nothing. `patience` is for the task, from
/// RunTask's answer until it has stopped. All arguments outlive the call.
net::Task<void> run_known_good(const Asking& asking, const KnownGoodPlan& plan,
                               std::chrono::seconds patience, Stop& stop, const Watcher& watcher,
                               Outcome& outcome);

}  // namespace berth::doctor
