// Third of the checks of a document: which elements its statements must have, and which not.
#include <algorithm>
#include <set>

#include "iam/parse_checks.h"

namespace berth::iam::parse {
namespace {

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

Result<void> check_sids(const Statements& statements, PolicyKind kind) {
  std::set<std::string_view> seen;
  for (const aws::JsonValue* const each : statements) {
    const aws::JsonValue* const sid = each->find("Sid");
    if (sid == nullptr) continue;
    if (kind == PolicyKind::kIdentity && !is_alphanumeric(sid->text())) {
      return fail(malformed(
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
          "regular expression [0-9A-Za-z]*"));
    }
    if (!sid->text().empty() && !seen.insert(sid->text()).second) {
      return fail(malformed("Statement IDs (SID) in a single policy must be unique."));
    }
  }
  return {};
}

Result<void> check_principal_of_kind(const aws::JsonValue& statement, PolicyKind kind) {
  const bool has_principal = statement.find("Principal") != nullptr;
  const bool has_not_principal = statement.find("NotPrincipal") != nullptr;
  if (kind == PolicyKind::kIdentity) {
    if (!has_principal && !has_not_principal) return {};
    return fail(malformed("Policy document should not specify a principal."));
  }
  if (kind == PolicyKind::kTrust && has_not_principal) {
    return fail(malformed("Has prohibited field NotPrincipal"));
  }
  if (!has_principal && !has_not_principal) {
    return fail(malformed("Missing required field Principal"));
  }
  return {};
}

/// Neither absent nor an empty list.
bool has_any(const aws::JsonValue* value) {
  return value != nullptr && !(value->is_array() && value->elements.empty());
}

Result<void> check_resource_of_kind(const aws::JsonValue& statement, PolicyKind kind) {
  const aws::JsonValue* const resource = either(statement, "Resource", "NotResource");
  if (kind == PolicyKind::kResource && resource == nullptr) return {};
  if (has_any(resource)) return {};
  return fail(malformed("Policy statement must contain resources."));
}

Result<void> check_no_resource(const aws::JsonValue& statement) {
  for (const char* const name : {"Resource", "NotResource"}) {
    if (statement.find(name) == nullptr) continue;
    return fail(malformed(std::string("Has prohibited field ") + name));
  }
  return {};
}

}  // namespace

Result<void> check_elements(const Statements& statements, PolicyKind kind) {
  BERTH_TRY(check_sids(statements, kind));
  for (const aws::JsonValue* const each : statements) {
    BERTH_TRY(check_principal_of_kind(*each, kind));
    if (kind == PolicyKind::kTrust) BERTH_TRY(check_no_resource(*each));
  }
  for (const aws::JsonValue* const each : statements) {
    if (!has_any(either(*each, "Action", "NotAction"))) {
      return fail(malformed("Policy statement must contain actions."));
    }
  }
  if (kind == PolicyKind::kTrust) return {};
  for (const aws::JsonValue* const each : statements) {
    BERTH_TRY(check_resource_of_kind(*each, kind));
  }
  return {};
}

}  // namespace berth::iam::parse
