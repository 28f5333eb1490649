// Between the parser's files: each reads one part of a document and knows AWS's texts for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/json_tree.h"
#include "base/result.h"
#include "iam/compiled.h"
#include "iam/policy.h"

namespace berth::iam::parse {

/// Fault "MalformedPolicyDocument" (400).
Fault malformed(std::string message);
/// The same with AWS's text for whatever is not of the grammar.
Fault syntax_error();

/// What the parts of one document have in common.
struct Grammar {
  PolicyKind kind = PolicyKind::kIdentity;
  bool version_2012 = false;
};

/// Faults where two members have the same name, or one has a name that is not in `allowed`.
Result<void> check_members(const aws::JsonValue& object,
                           std::initializer_list<std::string_view> allowed);
/// The same for objects whose names are free.
Result<void> check_unique_members(const aws::JsonValue& object);

/// A string, or an array of strings.
Result<std::vector<std::string>> strings_of(const aws::JsonValue& value);

Result<CompiledStatement> statement(const aws::JsonValue& value, const Grammar& grammar);
Result<ActionSet> actions(const aws::JsonValue& value, bool negated, const Grammar& grammar);
Result<ResourceSet> resources(const aws::JsonValue& value, bool negated, const Grammar& grammar);
Result<PrincipalSet> principals(const aws::JsonValue& value, bool negated);
Result<std::vector<Condition>> conditions(const aws::JsonValue& value, const Grammar& grammar);

}  // namespace berth::iam::parse
