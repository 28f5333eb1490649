// Second of the checks of a document: what AWS's older parser could not read.
#include <algorithm>
#include <charconv>

#include "iam/parse_checks.h"
#include "iam/policy_date.h"
#include "iam/text.h"

namespace berth::iam::parse {
namespace {

Fault legacy_fault() {
  return malformed("The policy failed legacy parsing");
}

bool is_epoch(std::string_view text) {
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  return error == std::errc() && stop == end && seconds >= 0;
}

Result<void> check_date(const aws::JsonValue& value) {
  if (is_policy_date(value.text())) return {};
  return fail(legacy_fault());
}

Result<void> check_dates(const aws::JsonValue& condition) {
  for (const auto& [name, keys] : condition.members) {
    const auto op = parse_condition_operator(name);
    if (!op || op->type != ConditionType::kDate) continue;
    for (const auto& [key, values] : keys.members) {
      if (!values.is_array()) BERTH_TRY(check_date(values));
      for (const aws::JsonValue& each : values.elements) BERTH_TRY(check_date(each));
    }
  }
  return {};
}

Result<void> check_effect_and_dates(const aws::JsonValue& statement, Rigour rigour) {
  const std::string& effect = statement.find("Effect")->text();
  if (effect != "Allow" && effect != "Deny") return fail(legacy_fault());
  const aws::JsonValue* const condition = statement.find("Condition");
  if (rigour == Rigour::kDecidable || condition == nullptr) return {};
  return check_dates(*condition);
}

/// An ARN without a service, or with an empty field although it has fewer than six.
bool is_legacy_resource(std::string_view resource) {
  if (resource == "*") return true;
  const auto colons = std::count(resource.begin(), resource.end(), ':');
  if (colons < 5 && resource.find("::") != std::string_view::npos) return false;
  return !ArnPattern::split(resource, true)[2].empty();
}

}  // namespace

bool is_policy_date(std::string_view text) {
  const bool is_number = text.find_first_of("tT-") == std::string_view::npos;
  return is_number ? is_epoch(text) : parse_policy_date_ms(text).has_value();
}

Result<void> check_legacy(const Statements& statements, Rigour rigour) {
  for (const aws::JsonValue* const each : statements) {
    BERTH_TRY(check_effect_and_dates(*each, rigour));
  }
  if (rigour == Rigour::kDecidable) return {};
  for (const aws::JsonValue* const each : statements) {
    const aws::JsonValue* const resources = either(*each, "Resource", "NotResource");
    if (resources == nullptr) continue;
    for (const std::string& resource : texts_of(*resources)) {
      // One that is no ARN at all is named by check_formats(), and ends this check as AWS does.
      if (!resource_complaint(resource, rigour).empty()) return {};
      if (!is_legacy_resource(resource)) return fail(legacy_fault());
    }
  }
  return {};
}

}  // namespace berth::iam::parse
