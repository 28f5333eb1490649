// The commands of queries.
#include <algorithm>

#include <re2/re2.h>

#include "log_insights/parse_expression.h"
#include "log_insights/plan.h"
#include "log_insights/query.h"

namespace berth::log_insights {
namespace {

constexpr double kRowsMax = 100'000;

struct FigureName {
  std::string_view name;
  Figure figure;
};
constexpr FigureName kFigures[] = {{"count", Figure::kCount},
                                   {"count_distinct", Figure::kCountDistinct},
                                   {"sum", Figure::kSum},
                                   {"avg", Figure::kAverage},
                                   {"min", Figure::kMinimum},
                                   {"max", Figure::kMaximum},
                                   {"pct", Figure::kPercentile},
                                   {"percentile", Figure::kPercentile},
                                   {"median", Figure::kPercentile},
                                   {"stddev", Figure::kDeviation},
                                   {"earliest", Figure::kEarliest},
                                   {"latest", Figure::kLatest},
                                   {"sortsfirst", Figure::kSortsFirst},
                                   {"sortslast", Figure::kSortsLast}};

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) {}

  Result<Plan> parse() {
    do {
      BERTH_TRY(command());
    } while (lexer_.eat_symbol("|"));
    if (lexer_.next().kind != Token::Kind::kEnd) return fail(lexer_.unexpected());
    if (!displayed_) plan_.shown = std::move(collected_);
    if (plan_.shown.empty()) plan_.shown = {"@timestamp", "@message"};
    return std::move(plan_);
  }

 private:
  Result<void> command() {
    if (lexer_.eat_word("fields")) return fields(false);
    if (lexer_.eat_word("display")) return fields(true);
    if (lexer_.eat_word("filter") || lexer_.eat_word("where")) return filter();
    if (lexer_.eat_word("parse")) return parse_command();
    if (lexer_.eat_word("stats")) return stats();
    if (lexer_.eat_word("sort")) return sort();
    if (lexer_.eat_word("limit") || lexer_.eat_word("head")) return limit();
    if (lexer_.eat_word("dedup")) return dedup();
    return fail(lexer_.unexpected());
  }

  Result<void> filter() {
    BERTH_ASSIGN(Expression condition, parse_expression(lexer_));
    plan_.commands.push_back(FilterCommand{std::move(condition)});
    return {};
  }

  /// What the query's text says from `begin` to the next token, without spaces at its end.
  std::string text_from(std::size_t begin) const {
    const std::string_view text = lexer_.between(begin, lexer_.next().begin);
    return std::string(text.substr(0, text.find_last_not_of(" \t\r\n") + 1));
  }

  Result<std::string> name() {
    const auto kind = lexer_.next().kind;
    if (kind != Token::Kind::kWord && kind != Token::Kind::kQuotedField) {
      return fail(lexer_.unexpected());
    }
    return lexer_.take().text;
  }

  Result<Column> column() {
    Column column;
    const std::size_t begin = lexer_.next().begin;
    BERTH_ASSIGN(column.expression, parse_expression(lexer_));
    column.name = column.expression.kind == Expression::Kind::kField ? column.expression.name
                                                                     : text_from(begin);
    if (lexer_.eat_word("as")) {
      BERTH_ASSIGN(column.name, name());
    }
    return column;
  }

  Result<void> columns(std::vector<Column>& into) {
    do {
      BERTH_ASSIGN(Column next, column());
      into.push_back(std::move(next));
    } while (lexer_.eat_symbol(","));
    return {};
  }

  Result<void> fields(bool display) {
    FieldsCommand command;
    BERTH_TRY(columns(command.columns));
    if (display) plan_.shown.clear();
    displayed_ = displayed_ || display;
    for (const Column& column : command.columns) {
      std::vector<std::string>& shown = display ? plan_.shown : collected_;
      if (std::find(shown.begin(), shown.end(), column.name) == shown.end()) {
        shown.push_back(column.name);
      }
    }
    plan_.commands.push_back(std::move(command));
    return {};
  }

  Result<void> parse_command() {
    ParseCommand command;
    command.from.kind = Expression::Kind::kField;
    command.from.name = "@message";
    lexer_.expect_regex();
    const auto kind = lexer_.next().kind;
    if (kind != Token::Kind::kText && kind != Token::Kind::kRegex) {
      BERTH_ASSIGN(command.from.name, name());
      lexer_.expect_regex();
    }
    const bool is_regex = lexer_.next().kind == Token::Kind::kRegex;
    if (!is_regex && lexer_.next().kind != Token::Kind::kText) return fail(lexer_.unexpected());
    const Token pattern = lexer_.take();
    BERTH_TRY(is_regex ? parse_groups(command, pattern) : parse_glob(command, pattern));
    plan_.commands.push_back(std::move(command));
    return {};
  }

  Result<void> parse_groups(ParseCommand& command, const Token& pattern) {
    BERTH_ASSIGN(command.regex, compile(lexer_, pattern.text, pattern));
    const auto& names = command.regex->CapturingGroupNames();
    for (int group = 1; group <= command.regex->NumberOfCapturingGroups(); ++group) {
      const auto named = names.find(group);
      command.names.push_back(named == names.end() ? "" : named->second);
    }
    if (names.empty()) return fail(lexer_.malformed("no named group in parse", pattern));
    return {};
  }

  /// Each star is a field: the names behind `as`, in their order.
  Result<void> parse_glob(ParseCommand& command, const Token& pattern) {
    std::string expression = "(?s)";
    std::size_t stars = 0;
    for (std::size_t i = 0; i < pattern.text.size(); ++i) {
      if (pattern.text[i] != '*') {
        expression += re2::RE2::QuoteMeta(re2::StringPiece(pattern.text.data() + i, 1));
        continue;
      }
      ++stars;
      expression += i + 1 == pattern.text.size() ? "(.*)" : "(.*?)";
    }
    if (!lexer_.eat_word("as")) return fail(lexer_.unexpected());
    do {
      BERTH_ASSIGN(std::string next, name());
      command.names.push_back(std::move(next));
    } while (lexer_.eat_symbol(","));
    if (stars != command.names.size()) {
      return fail(lexer_.malformed("as many names as wildcards are wanted in parse", pattern));
    }
    BERTH_ASSIGN(command.regex, compile(lexer_, expression, pattern));
    return {};
  }

  Result<void> stats() {
    StatsCommand command;
    collected_.clear();
    do {
      BERTH_ASSIGN(Aggregate next, aggregate());
      command.aggregates.push_back(std::move(next));
    } while (lexer_.eat_symbol(","));
    if (lexer_.eat_word("by")) BERTH_TRY(columns(command.by));
    for (const Column& column : command.by) collected_.push_back(column.name);
    for (const Aggregate& each : command.aggregates) collected_.push_back(each.name);
    plan_.of_events = false;
    plan_.commands.push_back(std::move(command));
    return {};
  }

  Result<Aggregate> aggregate() {
    Aggregate found;
    const Token word = lexer_.next();
    const std::string called = small(word.text);
    const auto known = std::find_if(std::begin(kFigures), std::end(kFigures),
                                    [&called](const auto& each) { return each.name == called; });
    if (word.kind != Token::Kind::kWord || known == std::end(kFigures)) {
      return fail(lexer_.unexpected());
    }
    found.figure = known->figure;
    lexer_.take();
    if (!lexer_.eat_symbol("(")) return fail(lexer_.unexpected());
    if (!lexer_.eat_symbol("*") && !lexer_.next_is_symbol(")")) {
      BERTH_ASSIGN(found.of, parse_expression(lexer_));
    }
    if (!found.of && found.figure != Figure::kCount) return fail(lexer_.unexpected());
    if (found.figure == Figure::kPercentile && called != "median") {
      if (!lexer_.eat_symbol(",")) return fail(lexer_.unexpected());
      const Token percent = lexer_.take();
      found.percent = percent.number;
      if (percent.kind != Token::Kind::kNumber || found.percent > 100) {
        return fail(lexer_.malformed("a percentile from 0 to 100 is wanted", percent));
      }
    }
    if (!lexer_.eat_symbol(")")) return fail(lexer_.unexpected());
    found.name = text_from(word.begin);
    if (lexer_.eat_word("as")) {
      BERTH_ASSIGN(found.name, name());
    }
    return found;
  }

  /// After `stats` a column is sorted by under the name that it has: "count(*)", "bin(5m)".
  Result<void> sort() {
    SortCommand command;
    do {
      SortCommand::Key key;
      BERTH_ASSIGN(key.expression, sort_key());
      key.descending = lexer_.eat_word("desc");
      if (!key.descending) lexer_.eat_word("asc");
      command.keys.push_back(std::move(key));
    } while (lexer_.eat_symbol(","));
    plan_.commands.push_back(std::move(command));
    return {};
  }

  Result<Expression> sort_key() {
    for (const std::string& column : collected_) {
      if (column.find('(') == column.npos) continue;
      const std::size_t begin = lexer_.next().begin;
      if (lexer_.between(begin, begin + column.size()) != column) continue;
      while (lexer_.next().kind != Token::Kind::kEnd &&
             lexer_.next().begin < begin + column.size()) {
        lexer_.take();
      }
      Expression field;
      field.kind = Expression::Kind::kField;
      field.name = column;
      return field;
    }
    return parse_expression(lexer_);
  }

  Result<void> limit() {
    const Token count = lexer_.next();
    const bool fits = count.kind == Token::Kind::kNumber && count.number >= 1 &&
                      count.number <= kRowsMax && count.number == static_cast<int>(count.number);
    if (!fits) return fail(lexer_.unexpected());
    lexer_.take();
    plan_.has_limit = true;
    plan_.commands.push_back(LimitCommand{static_cast<std::size_t>(count.number)});
    return {};
  }

  Result<void> dedup() {
    DedupCommand command;
    do {
      BERTH_ASSIGN(Expression field, parse_expression(lexer_));
      command.by.push_back(std::move(field));
    } while (lexer_.eat_symbol(","));
    plan_.commands.push_back(std::move(command));
    return {};
  }

  Lexer lexer_;
  Plan plan_;
  std::vector<std::string> collected_;  ///< columns of `fields` and `stats` so far
  bool displayed_ = false;
};

}  // namespace

Result<Query> Query::parse(std::string_view text) {
  BERTH_ASSIGN(Plan plan, Parser(text).parse());
  return Query(std::make_shared<const Plan>(std::move(plan)));
}

}  // namespace berth::log_insights
