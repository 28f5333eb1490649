// A filter pattern's kind is told by its first character.
#include "log_patterns/pattern.h"

#include "log_patterns/cursor.h"
#include "log_patterns/matcher.h"

namespace berth::log_patterns {
namespace {

constexpr int kRegexesMax = 2;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Fault not_closed(char open, char close) {
  return client_fault("InvalidParameterException",
                      std::string("If a filter pattern starts with '") + open +
                          "' it must end with '" + close + "'");
}

Result<std::shared_ptr<const Matcher>> parse_kind(std::string_view text) {
  if (!text.empty() && text.front() == '{') {
    if (text.size() < 2 || text.back() != '}') return fail(not_closed('{', '}'));
    return parse_json_pattern(text);
  }
  if (!text.empty() && text.front() == '[') {
    if (text.size() < 2 || text.back() != ']') return fail(not_closed('[', ']'));
    return parse_field_pattern(text);
  }
  return parse_text_pattern(text);
}

}  // namespace

Result<Pattern> Pattern::parse(std::string_view text) {
  BERTH_ASSIGN(std::shared_ptr<const Matcher> matcher, parse_kind(trimmed(text)));
  if (matcher->regex_count() > kRegexesMax) return fail(invalid_pattern());
  return Pattern(std::move(matcher));
}

bool Pattern::matches(std::string_view message) const {
  return matcher_->matches(message);
}

std::string_view Pattern::literal() const {
  return matcher_->literal();
}

bool Pattern::is_literal() const {
  return matcher_->is_literal();
}

std::map<std::string, std::string> Pattern::extracted(std::string_view message) const {
  return matcher_->extracted(message);
}

std::optional<std::string> Pattern::value_of(std::string_view selector,
                                             std::string_view message) const {
  return matcher_->value_of(selector, message);
}

bool Pattern::has_values() const {
  return matcher_->has_values();
}

bool Pattern::knows(std::string_view selector) const {
  return matcher_->knows(selector);
}

int Pattern::regex_count() const {
  return matcher_->regex_count();
}

}  // namespace berth::log_patterns
