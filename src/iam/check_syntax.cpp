// First of the checks of a document: its members' names and types.
#include <algorithm>

#include "iam/parse_checks.h"
#include "iam/text.h"

namespace berth::iam::parse {
namespace {

/// What may be wrong here has one text.
Result<void> require(bool holds) {
  if (holds) return {};
  return fail(syntax_error());
}

bool is_scalar(const aws::JsonValue& value) {
  using Kind = aws::JsonValue::Kind;
  return value.kind == Kind::kString || value.kind == Kind::kNumber || value.kind == Kind::kBoolean;
}

bool is_one_or_list(const aws::JsonValue& value, bool (*is_item)(const aws::JsonValue&)) {
  if (!value.is_array()) return is_item(value);
  return std::all_of(value.elements.begin(), value.elements.end(), is_item);
}

bool is_string(const aws::JsonValue& value) {
  return value.is_string();
}

Result<void> check_string(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  return require(value == nullptr || value->is_string());
}

Result<void> check_strings(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  return require(value == nullptr || is_one_or_list(*value, is_string));
}

Result<void> check_exclusive(const aws::JsonValue& object, std::string_view a, std::string_view b) {
  return require(object.find(a) == nullptr || object.find(b) == nullptr);
}

Result<void> check_effect(const aws::JsonValue& statement) {
  const aws::JsonValue* const effect = statement.find("Effect");
  if (effect == nullptr || !effect->is_string()) return fail(syntax_error());
  // Its capitals are a matter of check_legacy().
  return require(equal_ignoring_case(effect->text(), "Allow") ||
                 equal_ignoring_case(effect->text(), "Deny"));
}

Result<void> check_principal(const aws::JsonValue* principal) {
  if (principal == nullptr || principal->is_string()) return {};
  BERTH_TRY(require(principal->is_object() && !principal->members.empty()));
  BERTH_TRY(check_unique_members(*principal));
  for (const auto& [type, names] : principal->members) {
    BERTH_TRY(require(is_one_or_list(names, is_string)));
  }
  return {};
}

Result<void> check_condition(const aws::JsonValue* condition) {
  if (condition == nullptr) return {};
  BERTH_TRY(require(condition->is_object()));
  BERTH_TRY(check_unique_members(*condition));
  for (const auto& [name, keys] : condition->members) {
    BERTH_TRY(require(keys.is_object()));
    BERTH_TRY(check_unique_members(keys));
    // AWS takes an operator that it does not know where nothing is asked of it.
    BERTH_TRY(require(keys.members.empty() || parse_condition_operator(name).has_value()));
    for (const auto& [key, values] : keys.members) {
      BERTH_TRY(require(is_one_or_list(values, is_scalar)));
    }
  }
  return {};
}

Result<void> check_statement(const aws::JsonValue& statement) {
  BERTH_TRY(require(statement.is_object()));
  BERTH_TRY(check_members(statement, {"Sid", "Effect", "Action", "NotAction", "Resource",
                                      "NotResource", "Principal", "NotPrincipal", "Condition"}));
  BERTH_TRY(check_exclusive(statement, "Action", "NotAction"));
  BERTH_TRY(check_exclusive(statement, "Resource", "NotResource"));
  BERTH_TRY(check_exclusive(statement, "Principal", "NotPrincipal"));
  BERTH_TRY(check_string(statement, "Sid"));
  BERTH_TRY(check_effect(statement));
  for (const auto* const name : {"Action", "NotAction", "Resource", "NotResource"}) {
    BERTH_TRY(check_strings(statement, name));
  }
  BERTH_TRY(check_principal(either(statement, "Principal", "NotPrincipal")));
  return check_condition(statement.find("Condition"));
}

}  // namespace

const aws::JsonValue* either(const aws::JsonValue& statement, std::string_view name,
                             std::string_view negated) {
  const aws::JsonValue* const found = statement.find(name);
  return found != nullptr ? found : statement.find(negated);
}

Statements statements_of(const aws::JsonValue& document) {
  const aws::JsonValue* const statements = document.find("Statement");
  if (!statements->is_array()) return {statements};
  Statements out;
  for (const aws::JsonValue& each : statements->elements) out.push_back(&each);
  return out;
}

Result<void> check_syntax(const aws::JsonValue& document) {
  BERTH_TRY(require(document.is_object()));
  BERTH_TRY(check_members(document, {"Version", "Id", "Statement"}));
  BERTH_TRY(check_string(document, "Version"));
  BERTH_TRY(check_string(document, "Id"));
  if (const aws::JsonValue* const version = document.find("Version")) {
    BERTH_TRY(require(version->text() == "2012-10-17" || version->text() == "2008-10-17"));
  }
  const aws::JsonValue* const statements = document.find("Statement");
  BERTH_TRY(require(statements != nullptr));
  BERTH_TRY(require(!statements->is_array() || !statements->elements.empty()));
  for (const aws::JsonValue* const each : statements_of(document)) {
    BERTH_TRY(check_statement(*each));
  }
  return {};
}

}  // namespace berth::iam::parse
