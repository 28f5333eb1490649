// Finds where the members of a frame begin and end, without reading what is in them.
#include "acs/envelope_scanner.h"

namespace berth::acs {

void EnvelopeScanner::skip_space() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
    ++at_;
  }
}

bool EnvelopeScanner::take(char expected) {
  skip_space();
  if (at_ >= text_.size() || text_[at_] != expected) return false;
  ++at_;
  return true;
}

std::optional<std::string_view> EnvelopeScanner::string() {
  const auto start = at_;
  if (!take('"')) return std::nullopt;
  while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
  if (at_ >= text_.size()) return std::nullopt;
  ++at_;
  return text_.substr(start, at_ - start);
}

std::optional<std::string_view> EnvelopeScanner::value() {
  skip_space();
  const auto start = at_;
  int depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!string()) return std::nullopt;
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}')) break;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth < 0) return std::nullopt;
    ++at_;
  }
  auto end = at_;
  while (end > start && (text_[end - 1] == ' ' || text_[end - 1] == '\t' ||
                         text_[end - 1] == '\n' || text_[end - 1] == '\r')) {
    --end;
  }
  if (depth != 0 || end == start) return std::nullopt;
  return text_.substr(start, end - start);
}

std::optional<std::map<std::string, std::string_view>> EnvelopeScanner::members() {
  std::map<std::string, std::string_view> found;
  if (!take('{')) return std::nullopt;
  if (!take('}')) {
    do {
      skip_space();
      const auto name = string();
      if (!name || !take(':')) return std::nullopt;
      const auto text = value();
      if (!text) return std::nullopt;
      found[std::string(name->substr(1, name->size() - 2))] = *text;
    } while (take(','));
    if (!take('}')) return std::nullopt;
  }
  skip_space();
  if (at_ != text_.size()) return std::nullopt;
  return found;
}

}  // namespace berth::acs
