// Between the parser's files: each compiles one part of a document that has passed the checks of
// parse_checks.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/json_tree.h"
#include "base/result.h"
#include "iam/compiled.h"

namespace berth::iam::parse {

/// Fault "MalformedPolicyDocument" (400).
Fault malformed(std::string message);
/// The same with AWS's text for whatever is not of the grammar.
Fault syntax_error();

/// Faults where two members have the same name, or one has a name that is not in `allowed`.
Result<void> check_members(const aws::JsonValue& object,
                           std::initializer_list<std::string_view> allowed);
/// The same for objects whose names are free.
Result<void> check_unique_members(const aws::JsonValue& object);

/// Of a scalar its text, of an array of scalars theirs.
std::vector<std::string> texts_of(const aws::JsonValue& value);

/// `version_2012`: `${…}` are variables. Faults where a principal is none.
Result<CompiledStatement> statement(const aws::JsonValue& value, bool version_2012);
ActionSet actions(const aws::JsonValue& value, bool negated);
ResourceSet resources(const aws::JsonValue& value, bool negated, bool version_2012);
Result<PrincipalSet> principals(const aws::JsonValue& value, bool negated);
std::vector<Condition> conditions(const aws::JsonValue& value, bool version_2012);

}  // namespace berth::iam::parse
