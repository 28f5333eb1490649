// What has to change for a denied request to be allowed: the kind of policy, a sentence, and
// commands of the AWS CLI to paste.
#pragma once

#include <string>
#include <vector>

#include "iam/explain.h"

namespace berth::iam {

struct Remedy {
  PolicyType type = PolicyType::kIdentity;
  std::string reason;                 ///< a sentence for people
  std::vector<std::string> commands;  ///< for a POSIX shell; none where nothing stored can change
};

/// A resource as a policy's text names it and nothing else: "${" would begin a variable, and "?"
/// stand for any character.
std::string resource_literal(const std::string& resource);

/// One for each kind of `explanation.to_change`. Allows are as narrow as the request: its action on
/// its resource. A Deny is taken out of its policy as a whole statement.
std::vector<Remedy> remedies(const Request& request, const PolicySet& policies,
                             const Decision& decision, const Explanation& explanation);

}  // namespace berth::iam
