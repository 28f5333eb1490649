// Questions for the policy engine, with as much of their context as can be known from outside.
#pragma once

#include <string>

#include "doctor/evidence.h"
#include "doctor/policies.h"
#include "doctor/symptoms.h"
#include "iam/request.h"

namespace berth::doctor {

/// May the caller do this now?
iam::Request question_of_caller(const Evidence& evidence, const std::string& action,
                                const std::string& resource);

/// Might the task's session as `role` do what the symptom says was denied, at that time? The
/// session is taken to be as old as the task; the caller's address and agent are not known.
iam::Request question_of_denial(const Evidence& evidence, const RoleSeen& role,
                                const Symptom& denial);

/// "no identity-based policy allows it", "denied by POLICY: STATEMENT".
std::string reason_of(const Judgement& judgement);

}  // namespace berth::doctor
