// The checks that a document passes before it is compiled. AWS makes each of them over the whole
// document before the next begins, so that which text a document with several faults gets is known.
#pragma once

#include <string_view>
#include <vector>

#include "aws/json_tree.h"
#include "base/result.h"
#include "iam/parse.h"
#include "iam/policy.h"

namespace berth::iam::parse {

/// How much is asked of a document.
enum class Rigour {
  kDecidable,  ///< that its meaning is plain: for documents that were accepted once
  kAccepted,   ///< that AWS would take it: also readable dates, and resources as services have them
};

using Statements = std::vector<const aws::JsonValue*>;

/// Names, types and exclusions of all members: "Syntax errors in policy.".
Result<void> check_syntax(const aws::JsonValue& document);
/// The statements of a document that has passed check_syntax().
Statements statements_of(const aws::JsonValue& document);

/// What AWS calls legacy parsing: the effects' spelling, dates, the fields of ARNs.
Result<void> check_legacy(const Statements& statements, Rigour rigour);
/// Statement ids, principals and the presence of actions and resources, by the document's kind.
Result<void> check_elements(const Statements& statements, PolicyKind kind);
/// The form of each Resource, and after that of each Action.
Result<void> check_formats(const Statements& statements, PolicyKind kind, Rigour rigour);

/// The value of the one of two members that a statement has, or null: "Action" or "NotAction".
const aws::JsonValue* either(const aws::JsonValue& statement, std::string_view name,
                             std::string_view negated);

/// The text of the fault of a resource that AWS does not take; empty where it does.
std::string resource_complaint(std::string_view resource, Rigour rigour);
/// Is `text` a date or epoch seconds as AWS reads them in a policy?
bool is_policy_date(std::string_view text);

}  // namespace berth::iam::parse
