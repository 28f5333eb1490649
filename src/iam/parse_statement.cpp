// A statement's elements, each compiled by itself.
#include "iam/parse.h"
#include "iam/parse_checks.h"

namespace berth::iam::parse {

Result<CompiledStatement> statement(const aws::JsonValue& value, bool version_2012) {
  CompiledStatement out;
  out.begin = value.begin;
  out.end = value.end;
  if (const aws::JsonValue* const sid = value.find("Sid")) out.sid = sid->text();
  out.allows = value.find("Effect")->text() == "Allow";
  out.actions = actions(*either(value, "Action", "NotAction"), value.find("NotAction") != nullptr);
  if (const aws::JsonValue* const resource = either(value, "Resource", "NotResource")) {
    out.resources = resources(*resource, value.find("NotResource") != nullptr, version_2012);
  }
  if (const aws::JsonValue* const principal = either(value, "Principal", "NotPrincipal")) {
    BERTH_ASSIGN(out.principals, principals(*principal, value.find("NotPrincipal") != nullptr));
  }
  if (const aws::JsonValue* const condition = value.find("Condition")) {
    out.conditions = conditions(*condition, version_2012);
  }
  return out;
}

}  // namespace berth::iam::parse
