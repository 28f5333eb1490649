// The naive evaluator's texts: characters, wildcards, variables, ARNs.
#include <algorithm>

#include <gtest/gtest.h>

#include "iam/naive_testing.h"

namespace berth::iam::naive {
namespace {

/// A character that stands for itself, or a wildcard.
struct Token {
  std::string character;
  bool is_run = false;
  bool is_one = false;
};
using Tokens = std::vector<Token>;

/// UTF-8 taken apart; a byte that belongs to no character is one by itself.
Texts characters_of(const std::string& text) {
  Texts out;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    std::size_t size = 1;
    while (size < wanted && at + size < text.size() &&
           (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
      ++size;
    }
    if (size != wanted) size = 1;
    out.push_back(text.substr(at, size));
    at += size;
  }
  return out;
}

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  return text;
}

/// `${key}` or `${key, 'default'}` at `text[at]`.
struct Reference {
  std::string key;
  std::optional<std::string> fallback;
  std::size_t size = 0;
};

std::optional<Reference> reference_at(const std::string& text, std::size_t at) {
  if (text.compare(at, 2, "${") != 0) return std::nullopt;
  Reference found;
  const std::size_t comma = text.find(',', at);
  std::size_t close = text.find('}', at);
  if (comma != std::string::npos && comma < close) {
    const std::size_t open = text.find('\'', comma);
    if (open == std::string::npos) return std::nullopt;
    const std::size_t end = text.find('\'', open + 1);
    if (end == std::string::npos) return std::nullopt;
    found.fallback = text.substr(open + 1, end - open - 1);
    close = text.find('}', end);
    found.key = trimmed(text.substr(at + 2, comma - at - 2));
  } else if (close != std::string::npos) {
    found.key = trimmed(text.substr(at + 2, close - at - 2));
  }
  if (close == std::string::npos || found.key.empty()) return std::nullopt;
  found.size = close + 1 - at;
  return found;
}

void add_literal(const std::string& text, Tokens& tokens) {
  for (const std::string& each : characters_of(text)) tokens.push_back({each});
}

/// What the pattern asks for; nothing where a variable has no value.
std::optional<Tokens> tokens_of(const std::string& pattern, Reading reading, const Keys& keys) {
  Tokens tokens;
  const Texts characters = characters_of(pattern);
  std::size_t at = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const auto reference = reading.variables ? reference_at(pattern, at) : std::nullopt;
    if (!reference) {
      const bool run = reading.wildcards && characters[i] == "*";
      const bool one = reading.wildcards && characters[i] == "?";
      tokens.push_back({characters[i], run, one});
      at += characters[i].size();
      continue;
    }
    const std::string& key = reference->key;
    if (key == "*" || key == "?" || key == "$") {
      tokens.push_back({key});
    } else if (const Key* const found = find_key(keys, key)) {
      if (found->multivalued) return std::nullopt;
      add_literal(found->values.front(), tokens);
    } else if (reference->fallback) {
      add_literal(*reference->fallback, tokens);
    } else {
      return std::nullopt;
    }
    const std::size_t end = at + reference->size;
    while (at < end) at += characters[i++].size();
    --i;
  }
  return tokens;
}

/// Every way in which a run may be as long as it likes, one after the other.
bool tokens_match(const Tokens& tokens, std::size_t t, const Texts& value, std::size_t v) {
  if (t == tokens.size()) return v == value.size();
  if (tokens[t].is_run) {
    for (std::size_t end = v; end <= value.size(); ++end) {
      if (tokens_match(tokens, t + 1, value, end)) return true;
    }
    return false;
  }
  if (v == value.size()) return false;
  if (!tokens[t].is_one && tokens[t].character != value[v]) return false;
  return tokens_match(tokens, t + 1, value, v + 1);
}

/// The first five colons part the fields, but for those inside of a variable.
Texts fields_of(const std::string& pattern, bool variables) {
  Texts fields(1);
  for (std::size_t at = 0; at < pattern.size();) {
    const auto reference = variables ? reference_at(pattern, at) : std::nullopt;
    const std::size_t size = reference ? reference->size : 1;
    if (pattern[at] == ':' && fields.size() < 6) {
      fields.emplace_back();
    } else {
      fields.back() += pattern.substr(at, size);
    }
    at += size;
  }
  return fields;
}

}  // namespace

std::string in_small_letters(const std::string& text) {
  std::string out;
  for (std::string each : characters_of(text)) {
    if (each.size() == 1 && each[0] >= 'A' && each[0] <= 'Z') {
      each[0] = static_cast<char>(each[0] + 32);
    }
    // U+00C0 to U+00DE without U+00D7, the sign of multiplication.
    const bool latin = each.size() == 2 && each[0] == '\xc3';
    const auto second = static_cast<unsigned char>(each.back());
    if (latin && second <= 0x9e && second != 0x97) each[1] = static_cast<char>(second + 32);
    out += each;
  }
  return out;
}

bool text_matches(const std::string& pattern, const std::string& value, Reading reading,
                  const Keys& keys) {
  auto tokens = tokens_of(pattern, reading, keys);
  if (!tokens) return false;
  if (!reading.ignore_case) return tokens_match(*tokens, 0, characters_of(value), 0);
  for (Token& each : *tokens) each.character = in_small_letters(each.character);
  return tokens_match(*tokens, 0, characters_of(in_small_letters(value)), 0);
}

bool arn_matches(const std::string& pattern, const std::string& value, bool variables,
                 std::size_t variables_from, const Keys& keys) {
  const Texts arn = fields_of(value, false);
  if (arn.size() != 6 || arn[0] != "arn") return false;
  Texts wanted = fields_of(pattern, variables);
  while (wanted.size() < 6) wanted.push_back("*");
  for (std::size_t i = 0; i < 6; ++i) {
    const Reading reading{true, variables && i >= variables_from, false};
    if (!text_matches(wanted[i], arn[i], reading, keys)) return false;
  }
  return true;
}

TEST(Naive, MatchesTexts) {
  const Keys keys = {{"aws:username", false, {"a*"}}, {"aws:TagKeys", true, {"x"}}};
  EXPECT_TRUE(text_matches("a*c?", "abbcd", {}, keys));
  EXPECT_FALSE(text_matches("a*c?", "abbc", {}, keys));
  EXPECT_TRUE(text_matches("?", "\u00fc", {}, keys));
  EXPECT_TRUE(text_matches("x/${AWS:username}/*", "x/a*/y", {}, keys));
  EXPECT_FALSE(text_matches("x/${aws:username}", "x/ab", {}, keys));
  EXPECT_TRUE(text_matches("${aws:x, 'd}'}${*}", "d}*", {}, keys));
  EXPECT_FALSE(text_matches("*${aws:x}*", "", {}, keys));
  EXPECT_FALSE(text_matches("${aws:TagKeys, 'd'}", "d", {}, keys));
  EXPECT_TRUE(text_matches("${aws:x}", "${aws:x}", {true, false, false}, keys));
  EXPECT_TRUE(text_matches("\u00dcB", "\u00fcb", {false, true, true}, keys));
  EXPECT_TRUE(arn_matches("arn:aws:ecs:*", "arn:aws:ecs:r:a:x:y", true, 5, keys));
  EXPECT_FALSE(arn_matches("arn:aws:e*:x", "arn:aws:ecs:r:a:x", true, 5, keys));
}

}  // namespace berth::iam::naive
