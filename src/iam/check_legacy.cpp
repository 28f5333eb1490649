// Second of the checks of a document: what AWS's older parser could not read.
#include <algorithm>
#include <charconv>

#include "iam/parse_checks.h"
#include "iam/text.h"

namespace berth::iam::parse {
namespace {

Fault legacy_fault() {
  return malformed("The policy failed legacy parsing");
}

bool read_number(std::string_view text, std::int64_t& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

bool is_within(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  return read_number(text, number) && number >= least && number <= most;
}

/// The part before the next `separator`, which is taken off `text` with it.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t at = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

/// "2026", "2026-06" or "2026-06-30"; the year may be negative.
bool is_calendar_date(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (!is_within(take_part(text, '-'), 0, negative ? 292'275'054 : 292'278'993)) return false;
  if (text.empty()) return true;
  if (!is_within(take_part(text, '-'), 1, 12)) return false;
  return text.empty() || is_within(text, 1, 31);
}

/// What follows the `+` of a time: "02" or "02:00".
bool is_offset(std::string_view text) {
  const bool has_minutes = text.find(':') != std::string_view::npos;
  const std::string_view hours = take_part(text, ':');
  if (hours.size() != 2 || !is_within(hours, 0, 23)) return false;
  return !has_minutes || (text.size() == 2 && is_within(text, 0, 59));
}

/// "15", "15.25Z", "15-08:00": seconds with what may follow them.
bool is_seconds(std::string_view text) {
  const std::size_t end = text.find_first_of("z+-");
  if (end != std::string_view::npos) {
    const std::string_view zone = text.substr(end + 1);
    if (text[end] == 'z' ? !zone.empty() : !is_offset(zone)) return false;
    text = text.substr(0, end);
  }
  const bool has_fraction = text.find('.') != std::string_view::npos;
  if (!is_within(take_part(text, '.'), 0, 59)) return false;
  return !has_fraction || is_within(text, 0, 999'999'999);
}

bool is_time_of_day(std::string_view text) {
  if (!text.empty() && !is_within(take_part(text, ':'), 0, 23)) return false;
  if (text.empty()) return true;
  if (!is_within(take_part(text, ':'), 0, 59)) return false;
  return text.empty() || is_seconds(text);
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
  const std::string lowered = lower(text);
  std::string_view rest = lowered;
  if (rest.find_first_of("t-") == std::string_view::npos) return is_within(rest, 0, INT64_MAX);
  const std::string_view date = take_part(rest, 't');
  return is_calendar_date(date) && is_time_of_day(rest);
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
