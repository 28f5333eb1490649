// Condition: operators, their keys, and values of any scalar type, which compare as text.
#include "iam/parse.h"

namespace berth::iam::parse {
namespace {

Result<void> add_value(const aws::JsonValue& value, std::vector<std::string>& out) {
  switch (value.kind) {
    case aws::JsonValue::Kind::kString:
    case aws::JsonValue::Kind::kNumber:
    case aws::JsonValue::Kind::kBoolean:
      out.push_back(value.text());
      return {};
    default:
      return fail(syntax_error());
  }
}

Result<std::vector<std::string>> read_values(const aws::JsonValue& value) {
  std::vector<std::string> values;
  if (!value.is_array()) {
    BERTH_TRY(add_value(value, values));
    return values;
  }
  for (const aws::JsonValue& each : value.elements) BERTH_TRY(add_value(each, values));
  return values;
}

}  // namespace

Result<std::vector<Condition>> conditions(const aws::JsonValue& value, const Grammar& grammar) {
  if (!value.is_object()) return fail(syntax_error());
  BERTH_TRY(check_unique_members(value));
  std::vector<Condition> out;
  for (const auto& [name, keys] : value.members) {
    const auto op = parse_condition_operator(name);
    if (!op || !keys.is_object()) return fail(syntax_error());
    BERTH_TRY(check_unique_members(keys));
    for (const auto& [key, listed] : keys.members) {
      if (key.find(':') == std::string::npos) {
        return fail(malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."));
      }
      BERTH_ASSIGN(const auto values, read_values(listed));
      out.emplace_back(*op, key, values, grammar.version_2012);
    }
  }
  return out;
}

}  // namespace berth::iam::parse
