// The verdict over a procedure that ran: the post-mortem of its task, or why there is none.
#pragma once

#include "doctor/asking.h"
#include "doctor/diagnosis.h"
#include "doctor/known_good/plan.h"
#include "doctor/known_good/procedure.h"

namespace berth::doctor {

/// Collects what there is, while it is there, and diagnoses it. `preflight` is what was known
/// before. `is_kept`: what was made stays, and commands may name it. All arguments outlive the
/// call.
net::Task<Diagnosis> conclude(const Asking& asking, const KnownGoodPlan& plan,
                              const Outcome& outcome, const Evidence& preflight, bool is_kept);

/// Pure: what `outcome` says beside the findings, and fixes that name nothing that is gone.
void add_outcome(const KnownGoodPlan& plan, const Outcome& outcome, bool is_kept,
                 Diagnosis& diagnosis);

}  // namespace berth::doctor
