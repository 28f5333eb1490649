// The words of a query's text, each with its place.
#include "log_insights/lexer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "aws/json_writer.h"
#include "aws/utf8.h"
#include "log_insights/value.h"

namespace berth::log_insights {
namespace {

constexpr std::array<std::string_view, 6> kTwoCharacters = {"!=", "<=", ">=", "=~", "==", "||"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@';
}
bool is_of_word(char c) {
  return begins_word(c) || is_digit(c) || c == '.';
}

}  // namespace

std::string small(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Token Lexer::take() {
  Token taken = std::move(next_);
  next_ = read();
  return taken;
}

void Lexer::skip_space() {
  while (at_ < text_.size()) {
    if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' ||
               text_[at_] == '\r') {
      ++at_;
    } else {
      return;
    }
  }
}

Token Lexer::read() {
  skip_space();
  Token token;
  token.begin = at_;
  if (at_ == text_.size()) {
    token.end = at_;
    return token;
  }
  const char c = text_[at_];
  if (begins_word(c)) {
    while (at_ < text_.size() && is_of_word(text_[at_])) ++at_;
    token.kind = Token::Kind::kWord;
    token.text = between(token.begin, at_);
  } else if (is_digit(c)) {
    read_number(token);
  } else if (c == '"' || c == '\'' || c == '`') {
    read_quoted(token, c);
  } else {
    const auto two = std::find(kTwoCharacters.begin(), kTwoCharacters.end(), text_.substr(at_, 2));
    token.kind = Token::Kind::kSymbol;
    token.text = text_.substr(at_, two != kTwoCharacters.end() ? 2 : 1);
    at_ += token.text.size();
  }
  token.end = at_;
  return token;
}

/// "12", "1.5e3", or with letters behind it a period: "5m".
void Lexer::read_number(Token& token) {
  while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
  const bool has_exponent = at_ + 1 < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E') &&
                            (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '-');
  if (has_exponent) {
    at_ += 2;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  }
  token.kind = Token::Kind::kNumber;
  const auto number = number_of_text(between(token.begin, at_));
  token.number = number.value_or(0);
  const std::size_t unit = at_;
  while (at_ < text_.size() && is_of_word(text_[at_])) ++at_;
  if (at_ > unit) token.kind = Token::Kind::kPeriod;
  token.text = between(unit, at_);
  if (!number) token.kind = Token::Kind::kSymbol;
}

void Lexer::read_quoted(Token& token, char quote) {
  ++at_;
  while (at_ < text_.size() && text_[at_] != quote) {
    const bool escaped = text_[at_] == '\\' && at_ + 1 < text_.size() &&
                         (text_[at_ + 1] == quote || text_[at_ + 1] == '\\');
    if (escaped) ++at_;
    token.text += text_[at_++];
  }
  token.kind = quote == '`' ? Token::Kind::kQuotedField : Token::Kind::kText;
  if (at_ == text_.size()) {
    token.kind = Token::Kind::kSymbol;  // not closed: nothing takes it
    token.text = std::string(1, quote);
    return;
  }
  ++at_;
}

void Lexer::expect_regex() {
  if (!next_is_symbol("/")) return;
  std::string expression;
  std::size_t at = next_.end;
  while (at < text_.size() && text_[at] != '/') {
    const bool escaped = text_[at] == '\\' && at + 1 < text_.size();
    if (escaped && text_[at + 1] != '/') expression += '\\';
    if (escaped) ++at;
    expression += text_[at++];
  }
  if (at == text_.size()) return;
  next_.kind = Token::Kind::kRegex;
  next_.text = std::move(expression);
  next_.end = at_ = at + 1;
}

bool Lexer::next_is_symbol(std::string_view symbol) const {
  return next_.kind == Token::Kind::kSymbol && next_.text == symbol;
}
bool Lexer::next_is_word(std::string_view word) const {
  return next_.kind == Token::Kind::kWord && small(next_.text) == word;
}
bool Lexer::eat_symbol(std::string_view symbol) {
  if (!next_is_symbol(symbol)) return false;
  take();
  return true;
}
bool Lexer::eat_word(std::string_view word) {
  if (!next_is_word(word)) return false;
  take();
  return true;
}

Fault Lexer::unexpected() const {
  const std::string_view found = next_.kind == Token::Kind::kEnd ? std::string_view("end of query")
                                                                 : between(next_.begin, next_.end);
  return malformed(fmt::format("unexpected symbol found {}", found), next_);
}

Fault Lexer::malformed(const std::string& what, const Token& token) const {
  const std::string_view before = text_.substr(0, token.begin);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_begin = before.rfind('\n') + 1;
  Fault fault = client_fault(
      "MalformedQueryException",
      fmt::format("{} at line {} and position {}", what, line, token.begin - line_begin + 1));
  aws::JsonWriter details;
  details.begin_object();
  details.key("queryCompileError");
  details.begin_object();
  details.key("location");
  details.begin_object();
  details.key("startCharOffset");
  details.integer(static_cast<std::int64_t>(aws::count_code_points(before)));
  details.key("endCharOffset");
  details.integer(static_cast<std::int64_t>(aws::count_code_points(text_.substr(0, token.end))));
  details.end_object();
  details.key("message");
  details.string(aws::to_utf8(fault.message));
  details.end_object();
  details.end_object();
  fault.details_json = details.take();
  return fault;
}

}  // namespace berth::log_insights
