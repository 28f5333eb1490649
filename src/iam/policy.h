// A policy document, parsed once and matched many times.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace berth::iam {

/// What a document is for: the grammar differs.
enum class PolicyKind {
  kIdentity,  ///< of users and roles, boundaries, session policies
  kTrust,     ///< of a role: Principal is required, Resource is prohibited
  kResource,  ///< of a resource: Principal is required
};

struct CompiledPolicy;  // compiled.h

/// Immutable, and shared between threads.
class Policy {
 public:
  explicit Policy(std::unique_ptr<const CompiledPolicy> compiled);
  ~Policy();
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  const CompiledPolicy& compiled() const { return *compiled_; }
  /// Does it say "2012-10-17"? AWS refuses managed policies that do not.
  bool is_version_2012() const;

 private:
  std::unique_ptr<const CompiledPolicy> compiled_;
};

/// A document that can be decided. Fault "MalformedPolicyDocument" (400) with AWS's text.
Result<std::shared_ptr<const Policy>> parse_policy(const std::string& document, PolicyKind kind);

/// Which versions of the policy language a document may be of.
enum class Versions { kBoth, kOnly2012 };

/// The same for a document that is about to be kept. AWS refuses more then: dates that are none,
/// ARNs of S3 and IAM with a region, of IAM with an unknown path, of another partition. One that is
/// kept already goes through parse_policy(): a Deny must not be lost to a check that came later.
Result<std::shared_ptr<const Policy>> accept_policy(const std::string& document, PolicyKind kind,
                                                    Versions versions = Versions::kBoth);

}  // namespace berth::iam
