// `berth doctor` without a subject: the pre-flight, then AWS's known-good configuration for real.
#pragma once

#include <chrono>
#include <string>

#include "doctor/asking.h"
#include "doctor/diagnosis.h"
#include "doctor/known_good/plan.h"
#include "doctor/known_good/procedure.h"
#include "doctor/known_good/stop.h"

namespace berth::doctor {

struct KnownGoodSettings {
  bool keep = false;     ///< what was made stays
  bool dry_run = false;  ///< says what it would do
  std::chrono::seconds patience{300};
};

/// Goes on from the pre-flight `evidence` and its `diagnosis`, which it completes: steps, findings,
/// verdict; not the subject. Where the pre-flight found something, or the caller lacks a
/// permission, nothing is made. What was made is removed whatever happens, unless it is to be kept.
/// `watcher` is told all steps after the pre-flight's. All arguments outlive the call.
net::Task<void> go_on_with_known_good(const Asking& asking, const Evidence& evidence,
                                      const KnownGoodPlan& plan, const KnownGoodSettings& settings,
                                      Stop& stop, const Watcher& watcher, Diagnosis& diagnosis);

}  // namespace berth::doctor
