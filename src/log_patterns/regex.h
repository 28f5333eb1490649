// The regular expressions of filter patterns: %…%.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "log_patterns/cursor.h"

namespace re2 {
class RE2;
}

namespace berth::log_patterns {

/// A compiled expression. It searches in time linear in the text: there is no backtracking.
class Regex {
 public:
  /// Parses "%…%" at `cursor`, which stands on the first '%'. InvalidParameterException where a
  /// character or an escape is not of AWS's subset ("Supported regular expressions (regex) syntax"
  /// of the CloudWatch Logs user guide): parentheses, other than ASCII, a third of the punctuation.
  static Result<Regex> parse(Cursor& cursor);

  /// Is there a match anywhere in the text?
  bool matches(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace berth::log_patterns
