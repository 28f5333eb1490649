// Recorded decisions and explanations in the shapes of the service `berth`.
#pragma once

#include <string>
#include <vector>

#include "aws/models/berth.h"
#include "iam/explain.h"
#include "iam/remedy.h"
#include "store/decision_records.h"

namespace berth::services::own {

/// "ALLOWED", "IMPLICITLY_DENIED", "EXPLICITLY_DENIED".
const char* wire_name(::berth::iam::Outcome outcome);
/// "IDENTITY", "BOUNDARY", "SESSION", "RESOURCE", "TRUST".
const char* wire_name(::berth::iam::PolicyType type);

aws::berth::Explanation shown_explanation(std::string message,
                                          const ::berth::iam::Explanation& explanation,
                                          const std::vector<::berth::iam::Remedy>& remedies);

aws::berth::Decision shown_decision(const store::DecisionRecord& record);

/// The condition keys of a record, as they were.
::berth::iam::ContextKeys context_of(const store::DecisionRecord& record);

}  // namespace berth::services::own
