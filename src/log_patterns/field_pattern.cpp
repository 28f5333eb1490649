// Patterns of fields that are separated by spaces: [ip, user, ..., status = 4*].
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "log_patterns/cursor.h"
#include "log_patterns/expression.h"
#include "log_patterns/matcher.h"

namespace berth::log_patterns {
namespace {

struct Field {
  std::string name;  ///< empty where the pattern has none
  std::optional<Expression<std::string>> condition;
};

using Fields = std::vector<std::string_view>;

/// What is between a pair of brackets or of quotes is one field, without them.
Fields split(std::string_view message) {
  Fields fields;
  std::size_t at = 0;
  while (at < message.size()) {
    const char c = message[at];
    if (is_space(c)) {
      ++at;
      continue;
    }
    const char close = c == '[' ? ']' : c == '"' ? '"' : '\0';
    std::size_t end = close == '\0' ? message.npos : message.find(close, at + 1);
    if (end != message.npos) {
      fields.push_back(message.substr(at + 1, end - at - 1));
      at = end + 1;
      continue;
    }
    end = at;
    while (end < message.size() && !is_space(message[end])) ++end;
    fields.push_back(message.substr(at, end - at));
    at = end;
  }
  return fields;
}

class FieldPattern final : public Matcher {
 public:
  std::vector<Field> before;  ///< from the message's beginning
  bool ellipsis = false;
  std::vector<Field> behind;  ///< up to its end
  bool any_message = false;   ///< "[]"

  bool matches(std::string_view message) const override {
    if (any_message) return true;
    const Fields fields = split(message);
    const std::size_t named = before.size() + behind.size();
    if (ellipsis ? fields.size() < named : fields.size() != named) return false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field* field = field_of(i, fields.size());
      if (field == nullptr || !field->condition) continue;
      const auto holds = [&fields, i](const std::string&, const Test& test) {
        return test.holds_for(fields[i]);
      };
      if (!field->condition->evaluate(holds)) return false;
    }
    return true;
  }

  std::map<std::string, std::string> extracted(std::string_view message) const override {
    std::map<std::string, std::string> values;
    const Fields fields = split(message);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field* field = field_of(i, fields.size());
      const bool named = field != nullptr && !field->name.empty();
      values["$" + (named ? field->name : std::to_string(i + 1))] = fields[i];
    }
    return values;
  }

  std::optional<std::string> value_of(std::string_view selector,
                                      std::string_view message) const override {
    if (!knows(selector)) return std::nullopt;
    const std::string_view name = selector.substr(1);
    const Fields fields = split(message);
    std::optional<std::string> found;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field* field = field_of(i, fields.size());
      const bool named = field != nullptr && !field->name.empty();
      if (named ? field->name == name : std::to_string(i + 1) == name) found = fields[i];
    }
    return found;
  }

  /// A field's name, or its number.
  bool knows(std::string_view selector) const override {
    if (selector.size() < 2 || selector.front() != '$') return false;
    const std::string_view name = selector.substr(1);
    if (name.find_first_not_of("0123456789") == name.npos) return true;
    for (const auto* fields : {&before, &behind}) {
      for (const Field& field : *fields) {
        if (field.name == name) return true;
      }
    }
    return false;
  }

  bool has_values() const override { return true; }

  int regex_count() const override {
    int count = 0;
    for (const auto* fields : {&before, &behind}) {
      for (const Field& field : *fields) {
        count += field.condition ? field.condition->regex_count() : 0;
      }
    }
    return count;
  }

 private:
  /// The pattern's field at `index` of `count`; null under the ellipsis.
  const Field* field_of(std::size_t index, std::size_t count) const {
    if (index < before.size()) return &before[index];
    const std::size_t from_end = count - index;
    return from_end <= behind.size() ? &behind[behind.size() - from_end] : nullptr;
  }
};

bool is_of_name(char c) {
  return is_alphanumeric(c) || c == '_' || c == '-';
}

Result<Expression<std::string>> parse_leaf(Cursor& cursor) {
  Expression<std::string> leaf;
  leaf.subject = cursor.take_while(is_of_name);
  if (leaf.subject.empty()) return fail(invalid_pattern());
  BERTH_ASSIGN(leaf.test, parse_test(cursor, false));
  return leaf;
}

/// A field's conditions speak of that field alone.
bool is_of_one_name(const Expression<std::string>& expression, std::string& name) {
  if (expression.kind == Expression<std::string>::Kind::kTest) {
    if (name.empty()) name = expression.subject;
    return name == expression.subject;
  }
  for (const auto& part : expression.parts) {
    if (!is_of_one_name(part, name)) return false;
  }
  return true;
}

Result<Field> parse_field(Cursor& cursor) {
  Field field;
  Cursor ahead = cursor;
  const std::string_view name = ahead.take_while(is_of_name);
  ahead.skip_space();
  if (ahead.peek() == ',' || ahead.peek() == ']') {
    cursor = ahead;
    field.name = name;
    return field;
  }
  ExpressionParser<std::string, decltype(&parse_leaf)> parser(cursor, &parse_leaf);
  BERTH_ASSIGN(field.condition, parser.parse());
  if (!is_of_one_name(*field.condition, field.name)) return fail(invalid_pattern());
  return field;
}

}  // namespace

Result<std::shared_ptr<const Matcher>> parse_field_pattern(std::string_view text) {
  auto pattern = std::make_shared<FieldPattern>();
  Cursor cursor(text);
  cursor.eat("[");
  cursor.skip_space();
  if (cursor.peek() == ']') {
    cursor.take();
    if (!cursor.at_end()) return fail(invalid_pattern());
    pattern->any_message = true;
    return std::shared_ptr<const Matcher>(std::move(pattern));
  }
  do {
    cursor.skip_space();
    if (cursor.eat("...")) {
      if (std::exchange(pattern->ellipsis, true)) return fail(invalid_pattern());
    } else {
      BERTH_ASSIGN(Field field, parse_field(cursor));
      (pattern->ellipsis ? pattern->behind : pattern->before).push_back(std::move(field));
    }
    cursor.skip_space();
  } while (cursor.eat(","));
  if (!cursor.eat("]") || !cursor.at_end()) return fail(invalid_pattern());
  return std::shared_ptr<const Matcher>(std::move(pattern));
}

}  // namespace berth::log_patterns
