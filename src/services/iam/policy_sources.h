// Policies by where they come from: those of a user or role, and those that a request brings along.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "iam/evaluate.h"
#include "services/context.h"

namespace berth::services::iam {

/// A policy with its text, which answers point into.
struct SourcedPolicy {
  berth::iam::AttachedPolicy attached;
  std::string document;
};

/// Fault InvalidInput (400), of the operations that simulate.
Fault invalid_input(std::string message);

/// What a user, group or role ("PolicySourceArn") is allowed by; a user by its groups too.
struct PolicySource {
  std::string arn;
  std::string account;
  std::string kind;  ///< "user", "group" or "role"
  std::string name;
  std::vector<SourcedPolicy> policies;  ///< inline by name, then attached by ARN
  std::optional<SourcedPolicy> boundary;
};

/// Faults InvalidInput where the ARN names no entity of this account, NoSuchEntity where there is
/// none.
Result<PolicySource> require_policy_source(Context& context, const std::string& arn);

/// Documents of a request, named "<list>.1", "<list>.2", …; InvalidInput where one is no policy.
Result<std::vector<SourcedPolicy>> policies_of_input(
    const std::optional<std::vector<std::string>>& documents, const std::string& list);

}  // namespace berth::services::iam
