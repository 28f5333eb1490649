// The spellings of time that AWS's protocols use: plain calendar arithmetic, no locale, no zone
// data.
#include "base/time_format.h"

#include <array>
#include <charconv>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace berth {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};

struct Fields {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
  unsigned weekday;

  int year() const { return static_cast<int>(date.year()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
};

Fields fields_of(TimePoint time) {
  const auto day = std::chrono::floor<days>(time);
  const auto since = std::chrono::floor<std::chrono::seconds>(time - day);
  return Fields{std::chrono::year_month_day(day), std::chrono::hh_mm_ss(since),
                std::chrono::weekday(day).c_encoding()};
}

/// Takes `size` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t size) {
  if (text.size() < size) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<TimePoint> make_time(int year, int month, int day, int hour, int minute, int second) {
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return TimePoint(std::chrono::sys_days(date).time_since_epoch()) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// Takes ".123456" if it is there; digits past the third are cut off.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return milliseconds(0);
  int value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) value = value * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) value *= 10;
  return milliseconds(value);
}

/// Takes "Z" or "+hh:mm" or "-hhmm" and says how far it is ahead of UTC.
std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return std::chrono::minutes(0);
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes) return std::nullopt;
  const std::chrono::minutes offset(*hours * 60 + *minutes);
  return east ? offset : -offset;
}

}  // namespace

std::string format_iso8601(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z"), f.year(), f.month(),
                     f.day(), f.time.hours().count(), f.time.minutes().count(),
                     f.time.seconds().count());
}

std::string format_amz_date(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format(FMT_COMPILE("{:04}{:02}{:02}T{:02}{:02}{:02}Z"), f.year(), f.month(), f.day(),
                     f.time.hours().count(), f.time.minutes().count(), f.time.seconds().count());
}

std::string format_http_date(TimePoint time) {
  const Fields f = fields_of(time);
  return fmt::format(FMT_COMPILE("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT"), kWeekdays[f.weekday],
                     f.day(), kMonths[f.month() - 1], f.year(), f.time.hours().count(),
                     f.time.minutes().count(), f.time.seconds().count());
}

std::optional<TimePoint> parse_amz_date(std::string_view text) {
  if (text.size() != 16) return std::nullopt;
  const auto year = take_digits(text, 4);
  const auto month = take_digits(text, 2);
  const auto day = take_digits(text, 2);
  const bool t = take(text, 'T');
  const auto hour = take_digits(text, 2);
  const auto minute = take_digits(text, 2);
  const auto second = take_digits(text, 2);
  if (!year || !month || !day || !t || !hour || !minute || !second || text != "Z") {
    return std::nullopt;
  }
  return make_time(*year, *month, *day, *hour, *minute, *second);
}

std::optional<TimePoint> parse_iso8601(std::string_view text) {
  const auto year = take_digits(text, 4);
  const bool dash = take(text, '-');
  const auto month = take_digits(text, 2);
  if (!year || !dash || !month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  if (text.empty()) return make_time(*year, *month, *day, 0, 0, 0);
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute) return std::nullopt;
  const auto second = take(text, ':') ? take_digits(text, 2) : std::optional<int>(0);
  if (!second) return std::nullopt;
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  if (!fraction || !offset || !text.empty()) return std::nullopt;
  auto time = make_time(*year, *month, *day, *hour, *minute, *second);
  if (time) *time += *fraction - *offset;
  return time;
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(26) != "GMT") return std::nullopt;
  text.remove_prefix(5);
  const auto day = take_digits(text, 2);
  if (!day || !take(text, ' ')) return std::nullopt;
  int month = 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (text.substr(0, 3) == kMonths[i]) month = static_cast<int>(i) + 1;
  }
  text.remove_prefix(3);
  if (month == 0 || !take(text, ' ')) return std::nullopt;
  const auto year = take_digits(text, 4);
  if (!year || !take(text, ' ')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  const bool colon = take(text, ':');
  const auto minute = take_digits(text, 2);
  const bool colon2 = take(text, ':');
  const auto second = take_digits(text, 2);
  if (!hour || !colon || !minute || !colon2 || !second) return std::nullopt;
  return make_time(*year, month, *day, *hour, *minute, *second);
}

}  // namespace berth
