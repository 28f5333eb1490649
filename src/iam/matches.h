// Which statements bear on a request, for those who explain decisions rather than make them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "iam/evaluate.h"
#include "iam/key_names.h"
#include "iam/text_position.h"

namespace berth::iam {

/// A statement whose every element fits the request.
struct MatchedStatement {
  PolicyType type = PolicyType::kIdentity;
  std::size_t policy = 0;     ///< among those of its type in the set, from 0
  std::size_t statement = 0;  ///< in its policy, from 0
  bool allows = false;
};

/// All of a set, by policy and statement: identity, boundary, session, resource.
std::vector<MatchedStatement> matched_statements(const Request& request, const PolicySet& policies);

/// Keys that the request does not have and on which statements about its principal, action and
/// resource depend: the decision could be another with them.
KeyNames missing_keys(const Request& request, const PolicySet& policies);

/// Every condition key that a policy mentions, in conditions and as a variable.
void collect_keys(const Policy& policy, KeyNames& keys);

/// Where a statement stands in the document that `policy` was parsed from, as AWS's policy
/// simulator tells it: from just after what comes before it (the array's bracket, the statement
/// before, or its own brace where it stands alone) to just after its own last brace.
struct TextRange {
  TextPosition begin;
  TextPosition end;
};
TextRange statement_range(const std::string& document, const Policy& policy, std::size_t statement);

}  // namespace berth::iam
