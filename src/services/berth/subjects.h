// The role or the task that a request of the service `berth` is about.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "services/context.h"
#include "store/decision_records.h"
#include "store/iam/roles.h"

namespace berth::services::own {

/// Fault "ResourceNotFoundException".
Result<store::RoleRecord> require_role(Context& context, const std::string& name);

/// The role's ARN; where there is none, one for that name without a path.
std::string role_arn_or_guess(Context& context, const std::string& name);

/// Whose decisions are asked for. Texts live as long as this.
struct Subject {
  std::string role_arn;  ///< empty: any
  std::string task_arn;  ///< empty: any
  store::DecisionFilter filter(bool denied_only) const { return {role_arn, task_arn, denied_only}; }
};

/// Of a request's roleName and taskArn; both may be absent. Fault "ResourceNotFoundException" where
/// there is no such role, "InvalidParameterException" for what is no task's ARN.
Result<Subject> subject_of(Context& context, const std::optional<std::string>& role_name,
                           const std::optional<std::string>& task_arn);

}  // namespace berth::services::own
