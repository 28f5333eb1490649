// What a field of a log event, or an expression over it, holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berth::log_insights {

class Value {
 public:
  enum class Kind { kNone, kNumber, kText, kTruth, kTime };

  Value() = default;
  static Value of_number(double number);
  static Value of_text(std::string text);
  static Value of_truth(bool holds);
  /// Milliseconds since 1970.
  static Value of_time(double ms);

  Kind kind() const { return kind_; }
  bool is_none() const { return kind_ == Kind::kNone; }
  /// Of a number, a truth, a time, or a text that is a number.
  std::optional<double> number() const;
  /// As a row shows it: "12", "0.5", "1" and "0" for truths, "2026-01-31 12:00:00.000".
  std::string text() const;
  /// Neither nothing, nor 0, nor an empty text.
  bool holds() const;

 private:
  Kind kind_ = Kind::kNone;
  double number_ = 0;
  std::string text_;
};

/// Less than 0, 0, or more; nothing where one of them is none.
std::optional<int> compare(const Value& left, const Value& right);

/// A whole decimal number.
std::optional<double> number_of_text(std::string_view text);

}  // namespace berth::log_insights
