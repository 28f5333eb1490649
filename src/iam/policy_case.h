// A policy case: one JSON line that holds policies and a request, for `berth policy evaluate`
// and the tests. tests/data/policies/NOTICE says what its members are.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "aws/json_tree.h"
#include "base/result.h"
#include "iam/evaluate.h"
#include "iam/policy_cache.h"

namespace berth::iam {

struct PolicyCase {
  std::string id;
  Request request;
  PolicySet policies;
  std::string expected;  ///< as Outcome is spelt; empty where the case does not say
  /// "no-allow:identity+boundary": which policies lack an Allow, or have the Deny. May be empty.
  std::string determining_reason;
};

/// A principal as ARNs tell it: a user, an assumed role's session, an account's root; everything
/// else is a service. A session's role is taken to have no path.
Principal principal_of(std::string_view arn);

/// Keeps the policies that it compiled, by their text: cases often come with the same ones.
class PolicyCaseReader {
 public:
  /// The document of the managed policy with this name; null where there is none.
  using FindManaged = std::function<const std::string*(const std::string& name)>;

  explicit PolicyCaseReader(FindManaged find_managed) : find_managed_(std::move(find_managed)) {}

  /// Fault "InvalidPolicyCase" where the line is no case, "MalformedPolicyDocument" where one of
  /// its policies is none.
  Result<PolicyCase> read(std::string_view line);

 private:
  Result<AttachedPolicy> policy(std::string_view document, PolicyKind kind);
  Result<AttachedPolicy> managed(const std::string& name);
  Result<void> read_policies(std::string_view line, const aws::JsonValue& value, PolicyCase& out);

  FindManaged find_managed_;
  std::map<std::string, std::shared_ptr<const Policy>> managed_;
  PolicyCache compiled_;
};

}  // namespace berth::iam
