// A place in the text of a filter pattern, while that is parsed.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace berth::log_patterns {

/// "Invalid filter pattern": what CloudWatch Logs says of nearly all that it cannot parse.
inline Fault invalid_pattern() {
  return client_fault("InvalidParameterException", "Invalid filter pattern");
}

inline bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Reads a text from its beginning to its end. The text outlives it.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  /// The character here, or NUL at the end.
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  char take() { return at_end() ? '\0' : text_[at_++]; }

  void skip_space() {
    while (!at_end() && is_space(text_[at_])) ++at_;
  }
  /// Goes behind `token` where it stands here.
  bool eat(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }
  /// The longest run of characters from here that `fits` takes.
  template <class Fits>
  std::string_view take_while(Fits fits) {
    const std::size_t begin = at_;
    while (!at_end() && fits(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace berth::log_patterns
