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

/// Fault "MalformedPolicyDocument" (400) with AWS's text.
Result<std::shared_ptr<const Policy>> parse_policy(const std::string& document, PolicyKind kind);

}  // namespace berth::iam
