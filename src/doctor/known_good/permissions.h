// What the caller has to be allowed for the known-good procedure.
#pragma once

#include <string>
#include <vector>

#include "doctor/evidence.h"
#include "doctor/known_good/plan.h"

namespace berth::doctor {

/// A policy document, to paste: what the doctor asks, and what the procedure makes and removes,
/// bounded to its own names.
std::string needed_policy(const KnownGoodPlan& plan);

/// The actions that the caller's policies do not allow: of what could not wholly be read, only
/// those that are denied explicitly. iam:PassRole is the detectors' matter, and not among them.
std::vector<std::string> lacking_actions(const Evidence& evidence, const KnownGoodPlan& plan);

}  // namespace berth::doctor
