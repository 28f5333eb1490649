// Patterns of unstructured text: terms and phrases that a message has, has not, or has one of.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "log_patterns/cursor.h"
#include "log_patterns/matcher.h"
#include "log_patterns/regex.h"

namespace berth::log_patterns {
namespace {

struct Term {
  std::optional<Regex> regex;
  std::string text;  ///< where there is no regex

  bool is_in(std::string_view message) const {
    if (regex) return regex->matches(message);
    if (text.empty()) return true;
    // An empty message may be a null pointer, which memmem() does not take.
    return text.size() <= message.size() &&
           memmem(message.data(), message.size(), text.data(), text.size()) != nullptr;
  }
};

/// AWS ignores terms with "?" where there are others.
class TextPattern final : public Matcher {
 public:
  std::vector<Term> wanted;
  std::vector<Term> unwanted;
  std::vector<Term> one_of;

  bool matches(std::string_view message) const override {
    const auto is_in = [message](const Term& term) { return term.is_in(message); };
    if (wanted.empty() && unwanted.empty() && !one_of.empty()) {
      return std::any_of(one_of.begin(), one_of.end(), is_in);
    }
    return std::all_of(wanted.begin(), wanted.end(), is_in) &&
           std::none_of(unwanted.begin(), unwanted.end(), is_in);
  }

  std::string_view literal() const override {
    std::string_view longest;
    for (const Term& term : wanted) {
      if (!term.regex && term.text.size() > longest.size()) longest = term.text;
    }
    return longest;
  }

  bool is_literal() const override {
    return unwanted.empty() &&
           (wanted.empty() ? one_of.empty() : wanted.size() == 1 && !wanted.front().regex);
  }

  int regex_count() const override {
    int count = 0;
    for (const auto* terms : {&wanted, &unwanted, &one_of}) {
      for (const Term& term : *terms) count += term.regex ? 1 : 0;
    }
    return count;
  }
};

bool is_of_term(char c) {
  return is_alphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

Result<std::string> parse_phrase(Cursor& cursor) {
  std::string phrase;
  for (;;) {
    if (cursor.at_end()) return fail(invalid_pattern());
    char c = cursor.take();
    if (c == '"') return phrase;
    if (c == '\\' && (cursor.peek() == '"' || cursor.peek() == '\\')) c = cursor.take();
    phrase += c;
  }
}

Result<Term> parse_term(Cursor& cursor) {
  Term term;
  if (cursor.peek() == '%') {
    BERTH_ASSIGN(term.regex, Regex::parse(cursor));
  } else if (cursor.eat("\"")) {
    BERTH_ASSIGN(term.text, parse_phrase(cursor));
  } else {
    term.text = cursor.take_while(is_of_term);
    if (term.text.empty()) return fail(invalid_pattern());
  }
  return term;
}

}  // namespace

Result<std::shared_ptr<const Matcher>> parse_text_pattern(std::string_view text) {
  auto pattern = std::make_shared<TextPattern>();
  Cursor cursor(text);
  for (cursor.skip_space(); !cursor.at_end(); cursor.skip_space()) {
    std::vector<Term>* terms = &pattern->wanted;
    if (cursor.eat("-")) {
      terms = &pattern->unwanted;
      cursor.skip_space();
    } else if (cursor.eat("?")) {
      terms = &pattern->one_of;
    }
    BERTH_ASSIGN(Term term, parse_term(cursor));
    terms->push_back(std::move(term));
    if (!cursor.at_end() && !is_space(cursor.peek())) return fail(invalid_pattern());
  }
  return std::shared_ptr<const Matcher>(std::move(pattern));
}

}  // namespace berth::log_patterns
