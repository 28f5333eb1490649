// One pattern of a policy — "task-definition/${aws:username}-*" — compiled once, matched many
// times.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/key_names.h"
#include "iam/request.h"
#include "iam/text.h"

namespace berth::iam {

/// How a pattern's text is to be read.
struct PatternSyntax {
  bool wildcards = false;    ///< `*` is any run of characters, `?` one character
  bool variables = false;    ///< `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}`
  bool ignore_case = false;  ///< compares without case; not together with wildcards
};

class Pattern {
 public:
  Pattern() = default;
  Pattern(std::string_view text, PatternSyntax syntax);

  /// Does it match the whole of `value`? One that holds a variable without a value matches
  /// nothing. What a variable stands for is literal text: its `*` and `?` do not glob.
  bool matches(std::string_view value, const ContextKeys& context) const;
  /// The same for patterns compiled without variables.
  bool matches(std::string_view value) const;

  /// Adds the keys of its variables; of those without a default only, where `required`.
  void collect_keys(KeyNames& keys, bool required) const;

  bool is_literal() const { return kind_ == Kind::kLiteral; }
  /// The text of a literal.
  const std::string& literal() const { return text_; }

 private:
  enum class Kind { kLiteral, kIgnoringCase, kEverything, kPrefix, kRuns, kGlob, kVariables };
  struct Piece {
    std::string text;  ///< comes before the variable; wildcards are encoded
    std::string key;   ///< empty: no variable follows
    std::optional<std::string> fallback;
  };

  void settle(std::string text);
  bool expand(const ContextKeys& context, SmallText& out) const;

  Kind kind_ = Kind::kLiteral;
  bool ignore_case_ = false;
  std::string text_;
  std::vector<Piece> pieces_;
};

/// Where the variable that starts at `text[at]` ("${…}") ends: the offset past its `}`. `at` itself
/// where none starts there.
std::size_t end_of_variable(std::string_view text, std::size_t at);

}  // namespace berth::iam
