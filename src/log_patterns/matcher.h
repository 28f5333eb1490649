// What the three kinds of filter patterns have in common.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::log_patterns {

/// A parsed pattern of one kind. See Pattern, whose functions these are.
class Matcher {
 public:
  virtual ~Matcher() = default;

  virtual bool matches(std::string_view message) const = 0;
  virtual std::string_view literal() const { return {}; }
  virtual bool is_literal() const { return false; }
  virtual std::map<std::string, std::string> extracted(std::string_view) const { return {}; }
  virtual std::optional<std::string> value_of(std::string_view, std::string_view) const {
    return std::nullopt;
  }
  virtual bool knows(std::string_view) const { return false; }
  virtual bool has_values() const { return false; }
  virtual int regex_count() const = 0;
};

/// Parsers of a whole pattern, without the spaces around it. InvalidParameterException.
Result<std::shared_ptr<const Matcher>> parse_text_pattern(std::string_view text);
Result<std::shared_ptr<const Matcher>> parse_field_pattern(std::string_view text);
Result<std::shared_ptr<const Matcher>> parse_json_pattern(std::string_view text);

}  // namespace berth::log_patterns
