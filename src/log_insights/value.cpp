// What a field of a log event, or an expression over it, holds.
#include "log_insights/value.h"

#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace berth::log_insights {
namespace {

constexpr double kExactMax = 9e15;

std::string text_of_number(double number) {
  if (std::trunc(number) == number && std::abs(number) < kExactMax) {
    return std::to_string(static_cast<std::int64_t>(number));
  }
  return fmt::format("{}", number);
}

std::string text_of_time(double ms) {
  if (!(std::abs(ms) < kExactMax)) return text_of_number(ms);
  const std::chrono::milliseconds since(static_cast<std::int64_t>(ms));
  const auto day = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  const std::chrono::hh_mm_ss time(since - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

}  // namespace

Value Value::of_number(double number) {
  Value value;
  if (std::isnan(number)) return value;
  value.kind_ = Kind::kNumber;
  value.number_ = number;
  return value;
}

Value Value::of_text(std::string text) {
  Value value;
  value.kind_ = Kind::kText;
  value.text_ = std::move(text);
  return value;
}

Value Value::of_truth(bool holds) {
  Value value;
  value.kind_ = Kind::kTruth;
  value.number_ = holds ? 1 : 0;
  return value;
}

Value Value::of_time(double ms) {
  Value value;
  value.kind_ = Kind::kTime;
  value.number_ = ms;
  return value;
}

std::optional<double> Value::number() const {
  if (kind_ == Kind::kNone) return std::nullopt;
  if (kind_ == Kind::kText) return number_of_text(text_);
  return number_;
}

std::string Value::text() const {
  switch (kind_) {
    case Kind::kNone:
      return "";
    case Kind::kText:
      return text_;
    case Kind::kTime:
      return text_of_time(number_);
    default:
      return text_of_number(number_);
  }
}

bool Value::holds() const {
  if (kind_ == Kind::kText) return !text_.empty() && text_ != "0" && text_ != "false";
  return kind_ != Kind::kNone && number_ != 0;
}

std::optional<int> compare(const Value& left, const Value& right) {
  if (left.is_none() || right.is_none()) return std::nullopt;
  const auto a = left.number();
  const auto b = right.number();
  if (a && b) return *a < *b ? -1 : *a > *b ? 1 : 0;
  return left.text().compare(right.text());
}

std::optional<double> number_of_text(std::string_view text) {
  if (text.find_first_not_of("0123456789+-.eE") != text.npos) return std::nullopt;
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace berth::log_insights
