// Finds where the members of a frame begin and end, without reading what is in them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace berth::acs {

/// Scans one JSON object's own members. It balances brackets and skips strings, and leaves it to
/// the codec to judge what is inside a member.
class EnvelopeScanner {
 public:
  explicit EnvelopeScanner(std::string_view text) : text_(text) {}

  /// Each member's value as its text, views into the scanned text; nothing where the text is not
  /// one whole object. Names with escapes in them are left as they are spelt.
  std::optional<std::map<std::string, std::string_view>> members();

 private:
  void skip_space();
  bool take(char expected);
  std::optional<std::string_view> string();
  std::optional<std::string_view> value();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace berth::acs
