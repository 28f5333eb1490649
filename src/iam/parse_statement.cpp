// Which members a statement must have, and which it must not, by the kind of its policy.
#include <algorithm>

#include "iam/parse.h"

namespace berth::iam::parse {
namespace {

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

Result<std::string> read_sid(const aws::JsonValue& value, const Grammar& grammar) {
  const aws::JsonValue* const sid = value.find("Sid");
  if (sid == nullptr) return std::string();
  if (!sid->is_string()) return fail(syntax_error());
  if (grammar.kind == PolicyKind::kIdentity && !is_alphanumeric(sid->text())) {
    return fail(
        malformed("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
                  "regular expression [0-9A-Za-z]*"));
  }
  return sid->text();
}

Result<bool> read_effect(const aws::JsonValue& value) {
  const aws::JsonValue* const effect = value.find("Effect");
  if (effect == nullptr || !effect->is_string()) return fail(syntax_error());
  if (effect->text() == "Allow") return true;
  if (effect->text() == "Deny") return false;
  return fail(syntax_error());
}

Result<void> read_actions(const aws::JsonValue& value, const Grammar& grammar,
                          CompiledStatement& out) {
  const aws::JsonValue* const action = value.find("Action");
  const aws::JsonValue* const not_action = value.find("NotAction");
  if (action != nullptr && not_action != nullptr) return fail(syntax_error());
  if (action == nullptr && not_action == nullptr) {
    return fail(malformed("Policy statement must contain actions."));
  }
  BERTH_ASSIGN(out.actions, actions(action ? *action : *not_action, action == nullptr, grammar));
  return {};
}

Result<void> read_resources(const aws::JsonValue& value, const Grammar& grammar,
                            CompiledStatement& out) {
  const aws::JsonValue* const resource = value.find("Resource");
  const aws::JsonValue* const not_resource = value.find("NotResource");
  if (grammar.kind == PolicyKind::kTrust) {
    if (resource != nullptr) return fail(malformed("Has prohibited field Resource"));
    if (not_resource != nullptr) return fail(malformed("Has prohibited field NotResource"));
    return {};
  }
  if (resource != nullptr && not_resource != nullptr) return fail(syntax_error());
  if (resource == nullptr && not_resource == nullptr) {
    if (grammar.kind == PolicyKind::kResource) return {};
    return fail(malformed("Policy statement must contain resources."));
  }
  BERTH_ASSIGN(out.resources,
               resources(resource ? *resource : *not_resource, resource == nullptr, grammar));
  return {};
}

Result<void> read_principals(const aws::JsonValue& value, const Grammar& grammar,
                             CompiledStatement& out) {
  const aws::JsonValue* const principal = value.find("Principal");
  const aws::JsonValue* const not_principal = value.find("NotPrincipal");
  if (grammar.kind == PolicyKind::kIdentity) {
    if (principal == nullptr && not_principal == nullptr) return {};
    return fail(malformed("Policy document should not specify a principal."));
  }
  if (principal != nullptr && not_principal != nullptr) return fail(syntax_error());
  if (grammar.kind == PolicyKind::kTrust && not_principal != nullptr) {
    return fail(malformed("Has prohibited field NotPrincipal"));
  }
  if (principal == nullptr && not_principal == nullptr) {
    return fail(malformed("Missing required field Principal"));
  }
  BERTH_ASSIGN(out.principals,
               principals(principal ? *principal : *not_principal, principal == nullptr));
  return {};
}

}  // namespace

Result<CompiledStatement> statement(const aws::JsonValue& value, const Grammar& grammar) {
  if (!value.is_object()) return fail(syntax_error());
  BERTH_TRY(check_members(value, {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource",
                                  "Principal", "NotPrincipal", "Condition"}));
  CompiledStatement out;
  out.begin = value.begin;
  out.end = value.end;
  BERTH_ASSIGN(out.sid, read_sid(value, grammar));
  BERTH_ASSIGN(out.allows, read_effect(value));
  BERTH_TRY(read_principals(value, grammar, out));
  BERTH_TRY(read_actions(value, grammar, out));
  BERTH_TRY(read_resources(value, grammar, out));
  if (const aws::JsonValue* const condition = value.find("Condition")) {
    BERTH_ASSIGN(out.conditions, conditions(*condition, grammar));
  }
  return out;
}

}  // namespace berth::iam::parse
