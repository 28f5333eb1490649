// Patterns of JSON events: { $.a.b[0] = "x" && ($.n > 3 || $.s IS NULL) }.
#include <charconv>
#include <string>
#include <vector>

#include "aws/json_tree.h"
#include "log_patterns/cursor.h"
#include "log_patterns/expression.h"
#include "log_patterns/matcher.h"

namespace berth::log_patterns {
namespace {

using aws::JsonValue;

/// A step from a value to what is in it.
struct Step {
  enum class Kind { kMember, kIndex, kAnyMember, kAnyIndex };

  Kind kind = Kind::kMember;
  std::string name;       ///< of kMember
  std::size_t index = 0;  ///< of kIndex
};

using Selector = std::vector<Step>;

/// `visit(value)` for each value that the steps from `at` on lead to, until it returns true;
/// whether it did.
template <class Visit>
bool any_selected(const JsonValue& value, const Selector& steps, std::size_t at,
                  const Visit& visit) {
  if (at == steps.size()) return visit(value);
  const Step& step = steps[at];
  switch (step.kind) {
    case Step::Kind::kMember: {
      const JsonValue* member = value.is_object() ? value.find(step.name) : nullptr;
      return member != nullptr && any_selected(*member, steps, at + 1, visit);
    }
    case Step::Kind::kIndex:
      return value.is_array() && step.index < value.elements.size() &&
             any_selected(value.elements[step.index], steps, at + 1, visit);
    case Step::Kind::kAnyMember:
      for (const auto& [name, member] : value.members) {
        if (any_selected(member, steps, at + 1, visit)) return true;
      }
      return false;
    case Step::Kind::kAnyIndex:
      for (const JsonValue& element : value.elements) {
        if (any_selected(element, steps, at + 1, visit)) return true;
      }
      return false;
  }
  return false;
}

/// Comparisons are of texts, numbers and booleans: never of an object, a list or null.
bool is_comparable(const JsonValue& value) {
  return value.kind == JsonValue::Kind::kString || value.kind == JsonValue::Kind::kNumber ||
         value.kind == JsonValue::Kind::kBoolean;
}

bool holds(const Test& test, const JsonValue& value) {
  const bool is_boolean = value.kind == JsonValue::Kind::kBoolean;
  switch (test.op) {
    case Operator::kIsNull:
      return value.kind == JsonValue::Kind::kNull;
    case Operator::kIsTrue:
      return is_boolean && value.boolean;
    case Operator::kIsFalse:
      return is_boolean && !value.boolean;
    default:
      return is_comparable(value) && test.holds_for(value.text());
  }
}

std::optional<JsonValue> event_of(std::string_view message) {
  Cursor cursor(message);
  cursor.skip_space();
  if (cursor.peek() != '{') return std::nullopt;
  auto event = aws::parse_json(message);
  if (!event) return std::nullopt;
  return std::move(*event);
}

bool is_of_member(char c) {
  return is_alphanumeric(c) || c == '_' || c == '-';
}

Result<Step> parse_index(Cursor& cursor) {
  Step step;
  if (cursor.eat("*")) {
    step.kind = Step::Kind::kAnyIndex;
  } else {
    step.kind = Step::Kind::kIndex;
    const std::string_view digits = cursor.take_while([](char c) { return c >= '0' && c <= '9'; });
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), step.index);
    if (digits.empty() || parsed.ec != std::errc()) return fail(invalid_pattern());
  }
  if (!cursor.eat("]")) return fail(invalid_pattern());
  return step;
}

Result<Step> parse_member(Cursor& cursor) {
  Step step;
  if (cursor.eat("*")) {
    step.kind = Step::Kind::kAnyMember;
    return step;
  }
  step.name = cursor.take_while(is_of_member);
  if (step.name.empty()) return fail(invalid_pattern());
  return step;
}

/// "$.a.b[0]": an index follows a member.
Result<Selector> parse_selector(Cursor& cursor) {
  Selector selector;
  if (!cursor.eat("$.")) return fail(invalid_pattern());
  do {
    BERTH_ASSIGN(Step member, parse_member(cursor));
    selector.push_back(std::move(member));
    while (cursor.eat("[")) {
      BERTH_ASSIGN(Step index, parse_index(cursor));
      selector.push_back(std::move(index));
    }
  } while (cursor.eat("."));
  return selector;
}

Result<Expression<Selector>> parse_comparison(Cursor& cursor) {
  Expression<Selector> comparison;
  BERTH_ASSIGN(comparison.subject, parse_selector(cursor));
  BERTH_ASSIGN(comparison.test, parse_test(cursor, true));
  return comparison;
}

class JsonPattern final : public Matcher {
 public:
  Expression<Selector> expression;

  bool matches(std::string_view message) const override {
    const auto event = event_of(message);
    if (!event) return false;
    return expression.evaluate([&event](const Selector& selector, const Test& test) {
      const bool wants_none = test.op == Operator::kNotExists;
      return wants_none != any_selected(*event, selector, 0, [&](const JsonValue& value) {
               return wants_none || holds(test, value);
             });
    });
  }

  std::optional<std::string> value_of(std::string_view text,
                                      std::string_view message) const override {
    Cursor cursor(text);
    const auto selector = parse_selector(cursor);
    const auto event = event_of(message);
    if (!selector || !cursor.at_end() || !event) return std::nullopt;
    std::optional<std::string> found;
    any_selected(*event, *selector, 0, [&found](const JsonValue& value) {
      if (is_comparable(value)) found = value.text();
      return found.has_value();
    });
    return found;
  }

  bool knows(std::string_view text) const override {
    Cursor cursor(text);
    return parse_selector(cursor) && cursor.at_end();
  }

  bool has_values() const override { return true; }
  int regex_count() const override { return expression.regex_count(); }
};

}  // namespace

Result<std::shared_ptr<const Matcher>> parse_json_pattern(std::string_view text) {
  auto pattern = std::make_shared<JsonPattern>();
  Cursor cursor(text);
  cursor.eat("{");
  ExpressionParser<Selector, decltype(&parse_comparison)> parser(cursor, &parse_comparison);
  BERTH_ASSIGN(pattern->expression, parser.parse());
  cursor.skip_space();
  if (!cursor.eat("}") || !cursor.at_end()) return fail(invalid_pattern());
  return std::shared_ptr<const Matcher>(std::move(pattern));
}

}  // namespace berth::log_patterns
