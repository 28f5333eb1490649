// The expressions of queries: from `or`, which binds loosest, to a single field.
#include "log_insights/parse_expression.h"

#include <initializer_list>
#include <utility>

#include <re2/re2.h>

namespace berth::log_insights {
namespace {

constexpr int kDepthMax = 64;
constexpr std::int64_t kMemoryBytesMax = 1 << 20;

Expression call(std::string_view name, std::vector<Expression> parts) {
  Expression expression;
  expression.kind = Expression::Kind::kFunction;
  expression.function = find_function(name);
  expression.parts = std::move(parts);
  return expression;
}

Expression negated(Expression expression, bool negate) {
  return negate ? call("not", {std::move(expression)}) : std::move(expression);
}

Expression literal_of(Value value) {
  Expression expression;
  expression.literal = std::move(value);
  return expression;
}

Expression field_of(std::string name) {
  Expression expression;
  expression.kind = Expression::Kind::kField;
  expression.name = std::move(name);
  return expression;
}

/// RE2 of Debian 12 knows named groups by their older spelling alone.
std::string for_re2(const std::string& expression) {
  std::string out;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    out += expression[i];
    if (expression[i] == '\\' && i + 1 < expression.size()) {
      out += expression[++i];
    } else if (expression.compare(i, 3, "(?<") == 0 && expression.compare(i + 3, 1, "=") != 0 &&
               expression.compare(i + 3, 1, "!") != 0) {
      out += "?P";
      ++i;
    }
  }
  return out;
}

class ExpressionParser {
 public:
  explicit ExpressionParser(Lexer& lexer) : lexer_(lexer) {}

  Result<Expression> any() {
    if (++depth_ > kDepthMax) return fail(lexer_.unexpected());
    BERTH_ASSIGN(Expression left, all());
    while (lexer_.eat_word("or") || lexer_.eat_symbol("||")) {
      BERTH_ASSIGN(Expression right, all());
      left = call("or", {std::move(left), std::move(right)});
    }
    --depth_;
    return left;
  }

 private:
  Result<Expression> all() {
    BERTH_ASSIGN(Expression left, truth());
    while (lexer_.eat_word("and")) {
      BERTH_ASSIGN(Expression right, truth());
      left = call("and", {std::move(left), std::move(right)});
    }
    return left;
  }

  Result<Expression> truth() {
    if (!lexer_.eat_word("not")) return comparison();
    if (++depth_ > kDepthMax) return fail(lexer_.unexpected());
    BERTH_ASSIGN(Expression inner, truth());
    --depth_;
    return negated(std::move(inner), true);
  }

  Result<Expression> comparison() {
    BERTH_ASSIGN(Expression left, sum());
    if (lexer_.eat_symbol("=~")) return match(std::move(left));
    for (const std::string_view sign : {"=", "==", "!=", "<", "<=", ">", ">="}) {
      if (!lexer_.eat_symbol(sign)) continue;
      BERTH_ASSIGN(Expression right, sum());
      return call(sign == "==" ? "=" : sign, {std::move(left), std::move(right)});
    }
    const bool negate = lexer_.eat_word("not");
    if (lexer_.eat_word("like")) {
      BERTH_ASSIGN(Expression found, match(std::move(left)));
      return negated(std::move(found), negate);
    }
    if (lexer_.eat_word("in")) {
      BERTH_ASSIGN(Expression found, among(std::move(left)));
      return negated(std::move(found), negate);
    }
    if (negate) return fail(lexer_.unexpected());
    return left;
  }

  /// Behind `like` and `=~`: a regular expression, or a text that is to be part of the value.
  Result<Expression> match(Expression left) {
    lexer_.expect_regex();
    if (lexer_.next().kind == Token::Kind::kRegex) {
      const Token token = lexer_.take();
      Expression expression;
      expression.kind = Expression::Kind::kMatch;
      BERTH_ASSIGN(expression.regex, compile(lexer_, token.text, token));
      expression.parts.push_back(std::move(left));
      return expression;
    }
    if (lexer_.next().kind != Token::Kind::kText) return fail(lexer_.unexpected());
    Expression text = literal_of(Value::of_text(lexer_.take().text));
    return call("strcontains", {std::move(left), std::move(text)});
  }

  Result<Expression> among(Expression left) {
    if (!lexer_.eat_symbol("[")) return fail(lexer_.unexpected());
    std::vector<Expression> parts;
    parts.push_back(std::move(left));
    do {
      BERTH_ASSIGN(Expression part, sum());
      parts.push_back(std::move(part));
    } while (lexer_.eat_symbol(","));
    if (!lexer_.eat_symbol("]")) return fail(lexer_.unexpected());
    return call("in", std::move(parts));
  }

  template <class Next>
  Result<Expression> chain(std::initializer_list<std::string_view> signs, Next next) {
    BERTH_ASSIGN(Expression left, next());
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view sign : signs) {
        if (!lexer_.eat_symbol(sign)) continue;
        BERTH_ASSIGN(Expression right, next());
        left = call(sign, {std::move(left), std::move(right)});
        more = true;
      }
    }
    return left;
  }

  Result<Expression> sum() {
    return chain({"+", "-"}, [this] { return product(); });
  }
  Result<Expression> product() {
    return chain({"*", "/", "%"}, [this] { return power(); });
  }
  Result<Expression> power() {
    return chain({"^"}, [this] { return single(); });
  }

  Result<Expression> single() {
    if (++depth_ > kDepthMax) return fail(lexer_.unexpected());
    BERTH_ASSIGN(Expression found, atom());
    --depth_;
    return found;
  }

  Result<Expression> atom() {
    if (lexer_.eat_symbol("-")) {
      BERTH_ASSIGN(Expression inner, single());
      return call("-", {std::move(inner)});
    }
    if (lexer_.eat_symbol("(")) {
      BERTH_ASSIGN(Expression inner, any());
      if (!lexer_.eat_symbol(")")) return fail(lexer_.unexpected());
      return inner;
    }
    switch (lexer_.next().kind) {
      case Token::Kind::kNumber:
        return literal_of(Value::of_number(lexer_.take().number));
      case Token::Kind::kText:
        return literal_of(Value::of_text(lexer_.take().text));
      case Token::Kind::kQuotedField:
        return field_of(lexer_.take().text);
      case Token::Kind::kPeriod: {
        BERTH_ASSIGN(const double ms, parse_period(lexer_));
        return literal_of(Value::of_number(ms));
      }
      case Token::Kind::kWord: {
        const Token word = lexer_.take();
        if (lexer_.next_is_symbol("(")) return function(word);
        return field_of(word.text);
      }
      default:
        return fail(lexer_.unexpected());
    }
  }

  Result<Expression> function(const Token& word) {
    const std::string name = small(word.text);
    lexer_.take();
    std::vector<Expression> parts;
    if (name == "bin") parts.push_back(field_of("@timestamp"));
    while (!lexer_.next_is_symbol(")")) {
      BERTH_ASSIGN(Expression part, any());
      parts.push_back(std::move(part));
      if (!lexer_.eat_symbol(",")) break;
    }
    if (!lexer_.eat_symbol(")")) return fail(lexer_.unexpected());
    Expression expression = call(name == "bin" ? "datefloor" : name, std::move(parts));
    if (expression.function == nullptr) {
      return fail(lexer_.malformed("unknown function " + word.text, word));
    }
    const std::size_t count = expression.parts.size();
    if (count < expression.function->arguments_min || count > expression.function->arguments_max) {
      return fail(lexer_.malformed("wrong number of arguments for " + word.text, word));
    }
    return expression;
  }

  Lexer& lexer_;
  int depth_ = 0;
};

}  // namespace

Result<Expression> parse_expression(Lexer& lexer) {
  return ExpressionParser(lexer).any();
}

Result<std::shared_ptr<const re2::RE2>> compile(const Lexer& lexer, const std::string& expression,
                                                const Token& token) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemoryBytesMax);
  auto compiled = std::make_shared<const re2::RE2>(for_re2(expression), options);
  if (compiled->ok()) return std::shared_ptr<const re2::RE2>(std::move(compiled));
  return fail(lexer.malformed("invalid regular expression: " + compiled->error(), token));
}

Result<double> parse_period(Lexer& lexer) {
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"ms", 1},     {"s", 1e3},     {"sec", 1e3},   {"m", 60e3},    {"min", 60e3},
      {"h", 3600e3}, {"hr", 3600e3}, {"d", 86400e3}, {"w", 604800e3}};
  if (lexer.next().kind != Token::Kind::kPeriod) return fail(lexer.unexpected());
  for (const auto& [unit, ms] : kUnits) {
    if (lexer.next().text == unit && lexer.next().number > 0) return lexer.take().number * ms;
  }
  return fail(lexer.unexpected());
}

}  // namespace berth::log_insights
