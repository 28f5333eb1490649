// One reader for what is accepted and for what is compared: a date that was accepted and could not
// be read would let a Deny go by.
#include "iam/policy_date.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "iam/text.h"

namespace berth::iam {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::int64_t kMinuteMs = 60 * 1000;

std::optional<std::int64_t> within(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

/// The part before the next `separator`, which is taken off `text` with it.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t at = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

/// Days since 1970 of a day of the Gregorian calendar, for years that std::chrono does not have:
/// 400 of them have as many days wherever they begin.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  constexpr std::int64_t kYears = 400;
  constexpr std::int64_t kDays = 146'097;
  const std::int64_t eras = (year >= 0 ? year : year - (kYears - 1)) / kYears;
  const std::chrono::year_month_day first(std::chrono::year(static_cast<int>(year - eras * kYears)),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(1));
  const auto since = std::chrono::sys_days(first).time_since_epoch().count();
  return eras * kDays + since + day - 1;
}

/// "2026", "2026-06" or "2026-06-30"; the year may be negative.
std::optional<std::int64_t> read_day(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const auto year = within(take_part(text, '-'), 0, negative ? 292'275'054 : 292'278'993);
  if (!year) return std::nullopt;
  const std::int64_t signed_year = negative ? -*year : *year;
  if (text.empty()) return days_of(signed_year, 1, 1);
  const auto month = within(take_part(text, '-'), 1, 12);
  if (!month) return std::nullopt;
  if (text.empty()) return days_of(signed_year, *month, 1);
  const auto day = within(text, 1, 31);
  if (!day) return std::nullopt;
  return days_of(signed_year, *month, *day);
}

/// What follows the sign of a time: "02" or "02:00", in minutes.
std::optional<std::int64_t> read_offset(std::string_view text) {
  const bool has_minutes = text.find(':') != std::string_view::npos;
  const std::string_view hours = take_part(text, ':');
  const auto hour = within(hours, 0, 23);
  if (hours.size() != 2 || !hour) return std::nullopt;
  if (!has_minutes) return *hour * 60;
  const auto minute = within(text, 0, 59);
  if (text.size() != 2 || !minute) return std::nullopt;
  return *hour * 60 + *minute;
}

std::optional<std::int64_t> read_fraction_ms(std::string_view text) {
  if (!within(text, 0, 999'999'999)) return std::nullopt;
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < text.size() ? text[i] - '0' : 0);
  return ms;
}

/// "15", "15.25z", "15-08:00": seconds with what may follow them, in milliseconds.
std::optional<std::int64_t> read_seconds(std::string_view text) {
  std::int64_t offset = 0;
  const std::size_t end = text.find_first_of("z+-");
  if (end != std::string_view::npos) {
    const std::string_view zone = text.substr(end + 1);
    const char sign = text[end];
    const auto minutes = sign == 'z'
                             ? (zone.empty() ? std::optional<std::int64_t>(0) : std::nullopt)
                             : read_offset(zone);
    if (!minutes) return std::nullopt;
    offset = sign == '-' ? -*minutes : *minutes;
    text = text.substr(0, end);
  }
  const bool has_fraction = text.find('.') != std::string_view::npos;
  const auto second = within(take_part(text, '.'), 0, 59);
  const auto fraction = has_fraction ? read_fraction_ms(text) : std::optional<std::int64_t>(0);
  if (!second || !fraction) return std::nullopt;
  return *second * 1000 + *fraction - offset * kMinuteMs;
}

std::optional<std::int64_t> read_time(std::string_view text) {
  if (text.empty()) return 0;
  const auto hour = within(take_part(text, ':'), 0, 23);
  if (!hour) return std::nullopt;
  if (text.empty()) return *hour * 60 * kMinuteMs;
  const auto minute = within(take_part(text, ':'), 0, 59);
  if (!minute) return std::nullopt;
  const auto seconds = text.empty() ? std::optional<std::int64_t>(0) : read_seconds(text);
  if (!seconds) return std::nullopt;
  return (*hour * 60 + *minute) * kMinuteMs + *seconds;
}

}  // namespace

std::optional<std::int64_t> parse_policy_date_ms(std::string_view text) {
  const std::string lowered = lower(text);
  std::string_view rest = lowered;
  const auto day = read_day(take_part(rest, 't'));
  const auto time = read_time(rest);
  if (!day || !time) return std::nullopt;
  constexpr std::int64_t kDaysMost = INT64_MAX / kDayMs - 2;
  return std::clamp(*day, -kDaysMost, kDaysMost) * kDayMs + *time;
}

}  // namespace berth::iam
