// Wildcards are kept as two bytes that UTF-8 never holds, so that literal text needs no escapes.
#include "iam/pattern.h"

#include <cstring>

namespace berth::iam {
namespace {

constexpr char kAnyRun = '\xff';
constexpr char kAnyOne = '\xfe';
/// Stands for either byte where a request's value, which need not be UTF-8, holds it.
constexpr std::string_view kNeither = "\xfd";

bool is_wildcard(char c) {
  return c == kAnyRun || c == kAnyOne;
}

/// The bytes of the character that starts at `text[at]`: 1 where it is no valid lead byte.
std::size_t character_size(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  std::size_t size = 1;
  if (lead >= 0xF0) {
    size = 4;
  } else if (lead >= 0xE0) {
    size = 3;
  } else if (lead >= 0xC0) {
    size = 2;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size() || (static_cast<unsigned char>(text[at + i]) & 0xC0) != 0x80) {
      return 1;
    }
  }
  return size;
}

/// A pattern without `?`: each text between two runs is looked for once, from where the one before
/// ended. memmem(3) takes time in proportion to what it reads, whatever the texts are, and so does
/// this: `*a*a*a…` costs what reading the value costs.
bool match_runs(std::string_view pattern, std::string_view value) {
  const std::size_t first = pattern.find(kAnyRun);
  if (first == std::string_view::npos) return pattern == value;
  const std::string_view tail = pattern.substr(pattern.rfind(kAnyRun) + 1);
  if (value.size() < first + tail.size() || value.substr(0, first) != pattern.substr(0, first) ||
      value.substr(value.size() - tail.size()) != tail) {
    return false;
  }
  value = value.substr(first, value.size() - first - tail.size());
  pattern = pattern.substr(first, pattern.size() - first - tail.size());
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the run
    const std::string_view wanted = pattern.substr(0, pattern.find(kAnyRun));
    const void* const at = memmem(value.data(), value.size(), wanted.data(), wanted.size());
    if (at == nullptr) return false;
    value.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(at) - value.data()) +
                        wanted.size());
    pattern.remove_prefix(wanted.size());
  }
  return true;
}

/// Only the last run that was met may grow, since the runs before it gain nothing by it: at worst
/// the product of both lengths.
bool glob(std::string_view pattern, std::string_view value) {
  if (pattern.find(kAnyOne) == std::string_view::npos) return match_runs(pattern, value);
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t v = 0;
  std::size_t run = kNone;  // the last run's place in the pattern, and what it has eaten so far
  std::size_t eaten = 0;
  while (v < value.size()) {
    if (p < pattern.size() && pattern[p] == kAnyRun) {
      run = p++;
      eaten = v;
    } else if (p < pattern.size() && pattern[p] == kAnyOne) {
      ++p;
      v += character_size(value, v);
    } else if (p < pattern.size() && pattern[p] == value[v]) {
      ++p;
      ++v;
    } else if (run != kNone) {
      p = run + 1;
      eaten += character_size(value, eaten);
      v = eaten;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

void append_literal(std::string_view text, SmallText& out) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_wildcard(text[end])) ++end;
    out.append(text.substr(at, end - at));
    if (end < text.size()) out.append(kNeither);
    at = end + 1;
  }
}

struct Variable {
  std::string_view key;  ///< "*", "?" or "$" for the characters themselves
  std::optional<std::string> fallback;
  std::size_t end = 0;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

/// Reads ", 'default'" from `at`, which is at the comma. False where it is something else.
bool read_fallback(std::string_view text, std::size_t& at, Variable& variable) {
  at = skip_blanks(text, at + 1);
  if (at >= text.size() || text[at] != '\'') return false;
  const std::size_t close = text.find('\'', at + 1);
  if (close == std::string_view::npos) return false;
  variable.fallback = std::string(text.substr(at + 1, close - at - 1));
  at = skip_blanks(text, close + 1);
  return true;
}

std::optional<Variable> read_variable(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "${") return std::nullopt;
  const std::size_t start = at + 2;
  at = text.find_first_of(",}", start);
  if (at == std::string_view::npos || at == start) return std::nullopt;
  Variable variable;
  variable.key = text.substr(start, at - start);
  while (!variable.key.empty() && variable.key.back() == ' ') variable.key.remove_suffix(1);
  const bool character = variable.key == "*" || variable.key == "?" || variable.key == "$";
  if (!character && variable.key.find_first_of("*?${'") != std::string_view::npos) {
    return std::nullopt;
  }
  if (text[at] == ',' && (character || !read_fallback(text, at, variable))) return std::nullopt;
  if (variable.key.empty() || at >= text.size() || text[at] != '}') return std::nullopt;
  variable.end = at + 1;
  return variable;
}

}  // namespace

std::size_t end_of_variable(std::string_view text, std::size_t at) {
  const auto variable = read_variable(text, at);
  return variable ? variable->end : at;
}

Pattern::Pattern(std::string_view text, PatternSyntax syntax) : ignore_case_(syntax.ignore_case) {
  std::string encoded;
  for (std::size_t at = 0; at < text.size();) {
    const auto variable = syntax.variables ? read_variable(text, at) : std::nullopt;
    if (variable && variable->key.size() == 1) {
      encoded += variable->key;
    } else if (variable) {
      pieces_.push_back(Piece{std::move(encoded), std::string(variable->key), variable->fallback});
      encoded.clear();
    } else if (syntax.wildcards && (text[at] == '*' || text[at] == '?')) {
      encoded += text[at] == '*' ? kAnyRun : kAnyOne;
    } else {
      encoded += text[at];
    }
    at = variable ? variable->end : at + 1;
  }
  if (pieces_.empty()) {
    settle(std::move(encoded));
  } else {
    kind_ = Kind::kVariables;
    pieces_.push_back(Piece{std::move(encoded), "", std::nullopt});
  }
}

void Pattern::settle(std::string text) {
  const std::size_t first = text.find_first_of("\xff\xfe");
  if (first == std::string::npos) {
    kind_ = ignore_case_ ? Kind::kIgnoringCase : Kind::kLiteral;
  } else if (text.find_first_not_of(kAnyRun, first) == std::string::npos) {
    kind_ = first == 0 ? Kind::kEverything : Kind::kPrefix;
    text.resize(first);
  } else {
    kind_ = text.find(kAnyOne) == std::string::npos ? Kind::kRuns : Kind::kGlob;
  }
  text_ = std::move(text);
}

bool Pattern::matches(std::string_view value) const {
  switch (kind_) {
    case Kind::kLiteral:
      return value == text_;
    case Kind::kIgnoringCase:
      return equal_ignoring_latin_case(value, text_);
    case Kind::kEverything:
      return true;
    case Kind::kPrefix:
      return value.substr(0, text_.size()) == text_;
    case Kind::kRuns:
      return match_runs(text_, value);
    case Kind::kGlob:
      return glob(text_, value);
    case Kind::kVariables:
      break;
  }
  return false;
}

bool Pattern::matches(std::string_view value, const ContextKeys& context) const {
  if (kind_ != Kind::kVariables) return matches(value);
  SmallText text;
  if (!expand(context, text)) return false;
  return ignore_case_ ? equal_ignoring_latin_case(text.view(), value) : glob(text.view(), value);
}

void Pattern::collect_keys(KeyNames& keys, bool required) const {
  for (const Piece& piece : pieces_) {
    if (!piece.key.empty() && !(required && piece.fallback)) keys.add(piece.key);
  }
}

bool Pattern::expand(const ContextKeys& context, SmallText& out) const {
  for (const Piece& piece : pieces_) {
    out.append(piece.text);
    if (piece.key.empty()) continue;
    const ContextValue* const value = context.find(piece.key);
    if (value == nullptr) {
      if (!piece.fallback) return false;
      append_literal(*piece.fallback, out);
    } else if (value->multivalued || value->values.empty()) {
      return false;  // a key with several values stands for none of them
    } else {
      append_literal(value->values.front(), out);
    }
  }
  return true;
}

}  // namespace berth::iam
