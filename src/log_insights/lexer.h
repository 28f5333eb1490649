// The words of a query's text, each with its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::log_insights {

struct Token {
  enum class Kind { kEnd, kWord, kQuotedField, kNumber, kPeriod, kText, kRegex, kSymbol };

  Kind kind = Kind::kEnd;
  std::string text;       ///< without quotes; of a period its unit
  double number = 0;      ///< of kNumber and kPeriod
  std::size_t begin = 0;  ///< offset of its first character
  std::size_t end = 0;    ///< offset behind its last one
};

/// Reads a query one token ahead. Comments, from `#` to the end of the line, are left out.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) { take(); }

  /// The token that comes next.
  const Token& next() const { return next_; }
  /// Goes on; returns what was next.
  Token take();
  /// Where a regular expression may stand, "/" begins one: reads it where it does.
  void expect_regex();

  bool next_is_symbol(std::string_view symbol) const;
  /// A keyword, in capitals or not.
  bool next_is_word(std::string_view word) const;
  bool eat_symbol(std::string_view symbol);
  bool eat_word(std::string_view word);

  std::string_view between(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

  /// MalformedQueryException that names the next token, its line and its position in it.
  Fault unexpected() const;
  /// MalformedQueryException with a sentence about `token`. Its details have a queryCompileError
  /// with the token's place in characters: from its first to behind its last.
  Fault malformed(const std::string& what, const Token& token) const;

 private:
  void skip_space();
  Token read();
  void read_number(Token& token);
  void read_quoted(Token& token, char quote);

  std::string_view text_;
  std::size_t at_ = 0;
  Token next_;
};

/// In small letters, for comparisons of keywords.
std::string small(std::string_view word);

}  // namespace berth::log_insights
