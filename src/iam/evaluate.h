// The decision: which policies allow, which deny, and why. Pure: no store, no clock, no I/O.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "iam/policy.h"
#include "iam/request.h"

namespace berth::iam {

/// A policy as it bears on a request.
struct AttachedPolicy {
  std::shared_ptr<const Policy> policy;
  std::string name;  ///< a managed policy's ARN, else an inline policy's name
  bool managed = false;
  std::string group = {};  ///< the name of the group that a user has it from
};

/// Everything that bears on one request. `session`, `boundary` and `resource` are absent where the
/// request has none: an absent boundary does not restrict.
struct PolicySet {
  std::vector<AttachedPolicy> identity;
  std::optional<AttachedPolicy> boundary;
  std::vector<AttachedPolicy> session;  ///< with `has_session`: their union allows
  bool has_session = false;
  std::optional<AttachedPolicy> resource;
  bool resource_is_trust = false;  ///< `resource` is the trust policy of the role to be assumed
};

enum class Outcome { kAllowed, kImplicitlyDenied, kExplicitlyDenied };

/// Where the policy that decided stands.
enum class PolicyType { kIdentity, kBoundary, kSession, kResource, kTrust };

struct Decision {
  Outcome outcome = Outcome::kImplicitlyDenied;
  /// Explicitly denied: where the denying statement is. Implicitly: which kind had to allow and
  /// did not.
  PolicyType decided_by = PolicyType::kIdentity;
  const AttachedPolicy* policy = nullptr;  ///< the denying or allowing one; points into the set
  std::size_t statement = 0;               ///< its statement, from 0
  bool allowed() const { return outcome == Outcome::kAllowed; }
};

/// Decides as one account of AWS without Organizations does. The root user is allowed all that no
/// policy set here denies.
Decision evaluate(const Request& request, const PolicySet& policies);

/// AWS's sentence: "User: … is not authorized to perform: … on resource: … because no
/// identity-based policy allows the … action", or "… with an explicit deny in …".
std::string denial_message(const Request& request, const Decision& decision);

/// "Allowed", "ImplicitlyDenied", "ExplicitlyDenied".
const char* to_text(Outcome outcome);
/// "identity-based policy", "permissions boundary", "session policy", "resource-based policy",
/// "role trust policy": as AWS's sentences call them.
const char* kind_name(PolicyType type);

}  // namespace berth::iam
