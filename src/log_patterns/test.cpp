// One comparison of a filter pattern: its parser and when it holds.
#include "log_patterns/test.h"

#include <array>
#include <charconv>
#include <utility>

namespace berth::log_patterns {
namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 6> kComparisons = {{
    {"!=", Operator::kNotEqual},
    {"<=", Operator::kLessOrEqual},
    {">=", Operator::kGreaterOrEqual},
    {"=", Operator::kEqual},
    {"<", Operator::kLess},
    {">", Operator::kGreater},
}};

bool is_of_word(char c) {
  return is_alphanumeric(c) || c == '_' || c == '-' || c == '+' || c == '.' || c == '*';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A keyword in capitals or not, with what separates it from the next.
bool eat_keyword(Cursor& cursor, std::string_view keyword) {
  Cursor ahead = cursor;
  ahead.skip_space();
  std::string word(ahead.take_while(is_letter));
  for (char& c : word) c = static_cast<char>(c & ~0x20);
  if (word != keyword) return false;
  cursor = ahead;
  return true;
}

Result<Test> parse_keywords(Cursor& cursor) {
  Test test;
  if (eat_keyword(cursor, "NOT")) {
    if (!eat_keyword(cursor, "EXISTS")) return fail(invalid_pattern());
    test.op = Operator::kNotExists;
    return test;
  }
  if (!eat_keyword(cursor, "IS")) return fail(invalid_pattern());
  if (eat_keyword(cursor, "NULL")) {
    test.op = Operator::kIsNull;
  } else if (eat_keyword(cursor, "TRUE")) {
    test.op = Operator::kIsTrue;
  } else if (eat_keyword(cursor, "FALSE")) {
    test.op = Operator::kIsFalse;
  } else {
    return fail(invalid_pattern());
  }
  return test;
}

bool is_equality(Operator op) {
  return op == Operator::kEqual || op == Operator::kNotEqual;
}

/// Wildcards count at the ends only: "Ev*ent" is the text with a star.
void set_text(Test& test, std::string text, bool star_at_front, bool star_at_back) {
  test.any_before = star_at_front;
  test.any_behind = star_at_back && (text.size() > 1 || !star_at_front);
  if (test.any_behind) text.pop_back();
  if (test.any_before) text.erase(0, 1);
  test.text = std::move(text);
}

Result<void> parse_quoted(Cursor& cursor, Test& test) {
  std::string text;
  bool star_at_front = false;
  bool star_at_back = false;
  while (cursor.peek() != '"') {
    if (cursor.at_end()) return fail(invalid_pattern());
    char c = cursor.take();
    const bool escaped = c == '\\' && (cursor.peek() == '"' || cursor.peek() == '\\');
    if (escaped) c = cursor.take();
    star_at_back = c == '*' && !escaped;
    if (text.empty()) star_at_front = star_at_back;
    text += c;
  }
  cursor.take();
  set_text(test, std::move(text), star_at_front, star_at_back);
  return {};
}

Result<void> parse_word(Cursor& cursor, Test& test) {
  std::string word(cursor.take_while(is_of_word));
  if (word.empty()) return fail(invalid_pattern());
  test.number = parse_number(word);
  const bool star_at_front = word.front() == '*';
  const bool star_at_back = word.back() == '*';
  set_text(test, std::move(word), star_at_front, star_at_back);
  return {};
}

bool fits_text(const Test& test, std::string_view value) {
  const std::string& text = test.text;
  if (test.any_before && test.any_behind) return value.find(text) != std::string_view::npos;
  if (value.size() < text.size()) return false;
  if (test.any_before) return value.substr(value.size() - text.size()) == text;
  if (test.any_behind) return value.substr(0, text.size()) == text;
  return value == text;
}

bool compares(Operator op, double left, double right) {
  switch (op) {
    case Operator::kLess:
      return left < right;
    case Operator::kLessOrEqual:
      return left <= right;
    case Operator::kGreater:
      return left > right;
    case Operator::kGreaterOrEqual:
      return left >= right;
    case Operator::kNotEqual:
      return left != right;
    default:
      return left == right;
  }
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  // from_chars takes "inf" and "nan" too.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

bool Test::holds_for(std::string_view value) const {
  if (regex) return regex->matches(value) == (op == Operator::kEqual);
  if (number) {
    if (const auto other = parse_number(value)) return compares(op, *other, *number);
    if (!is_equality(op)) return false;
  }
  return fits_text(*this, value) == (op == Operator::kEqual);
}

Result<Test> parse_test(Cursor& cursor, bool json) {
  cursor.skip_space();
  Test test;
  bool found = false;
  for (const auto& [sign, op] : kComparisons) {
    if (!cursor.eat(sign)) continue;
    test.op = op;
    found = true;
    break;
  }
  if (!found) {
    if (!json) return fail(invalid_pattern());
    return parse_keywords(cursor);
  }
  cursor.skip_space();
  if (cursor.peek() == '%') {
    BERTH_ASSIGN(test.regex, Regex::parse(cursor));
  } else if (cursor.eat("\"")) {
    BERTH_TRY(parse_quoted(cursor, test));
  } else {
    BERTH_TRY(parse_word(cursor, test));
  }
  if (!is_equality(test.op) && !test.number) return fail(invalid_pattern());
  return test;
}

}  // namespace berth::log_patterns
