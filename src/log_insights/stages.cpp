// One command at work: all but stats.
#include "log_insights/stages.h"

#include <algorithm>
#include <set>

#include <re2/re2.h>

namespace berth::log_insights {
namespace {

class FieldsStage final : public Stage {
 public:
  FieldsStage(const FieldsCommand& command, Stage* next) : Stage(next), command_(command) {}

  bool push(Row row) override {
    for (const Column& column : command_.columns) {
      const Expression& expression = column.expression;
      const bool is_itself =
          expression.kind == Expression::Kind::kField && expression.name == column.name;
      if (!is_itself) row.set(column.name, expression.evaluate(row));
    }
    return next().push(std::move(row));
  }

 private:
  const FieldsCommand& command_;
};

class FilterStage final : public Stage {
 public:
  FilterStage(const FilterCommand& command, Stage* next) : Stage(next), command_(command) {}

  bool push(Row row) override {
    if (!command_.condition.evaluate(row).holds()) return true;
    return next().push(std::move(row));
  }

 private:
  const FilterCommand& command_;
};

class ParseStage final : public Stage {
 public:
  ParseStage(const ParseCommand& command, Stage* next)
      : Stage(next), command_(command), groups_(command.names.size() + 1) {}

  bool push(Row row) override {
    const std::string text = command_.from.evaluate(row).text();
    const re2::StringPiece piece(text);
    if (command_.regex->Match(piece, 0, text.size(), re2::RE2::UNANCHORED, groups_.data(),
                              static_cast<int>(groups_.size()))) {
      for (std::size_t i = 0; i < command_.names.size(); ++i) {
        const re2::StringPiece& group = groups_[i + 1];
        if (group.data() == nullptr || command_.names[i].empty()) continue;
        row.set(command_.names[i], Value::of_text(std::string(group.data(), group.size())));
      }
    }
    return next().push(std::move(row));
  }

 private:
  const ParseCommand& command_;
  std::vector<re2::StringPiece> groups_;
};

class LimitStage final : public Stage {
 public:
  LimitStage(const LimitCommand& command, Stage* next) : Stage(next), left_(command.rows) {}

  bool push(Row row) override {
    if (left_ == 0) return false;
    --left_;
    return next().push(std::move(row)) && left_ > 0;
  }

 private:
  std::size_t left_;
};

/// Of rows whose fields are alike the first stays. A row without one of them stays too.
class DedupStage final : public Stage {
 public:
  DedupStage(const DedupCommand& command, Stage* next) : Stage(next), command_(command) {}

  bool push(Row row) override {
    std::vector<std::string> key;
    for (const Expression& field : command_.by) {
      const Value value = field.evaluate(row);
      if (value.is_none()) return next().push(std::move(row));
      key.push_back(value.text());
    }
    if (!seen_.insert(std::move(key)).second) return true;
    if (seen_.size() > kKeptMax) return overflow();
    return next().push(std::move(row));
  }

 private:
  const DedupCommand& command_;
  std::set<std::vector<std::string>> seen_;
};

/// Rows that are alike stay in their order; what has no value comes last.
class SortStage final : public Stage {
 public:
  SortStage(const SortCommand& command, Stage* next) : Stage(next), command_(command) {}

  bool push(Row row) override {
    if (kept_.size() == kKeptMax) return overflow();
    Kept& kept = kept_.emplace_back();
    for (const SortCommand::Key& key : command_.keys) {
      kept.keys.push_back(key.expression.evaluate(row));
    }
    kept.row = std::move(row);
    return true;
  }

  void finish() override {
    std::stable_sort(kept_.begin(), kept_.end(),
                     [this](const Kept& a, const Kept& b) { return comes_first(a, b); });
    for (Kept& kept : kept_) {
      if (!next().push(std::move(kept.row))) break;
    }
    next().finish();
  }

 private:
  struct Kept {
    std::vector<Value> keys;
    Row row;
  };

  bool comes_first(const Kept& a, const Kept& b) const {
    for (std::size_t i = 0; i < command_.keys.size(); ++i) {
      if (a.keys[i].is_none() || b.keys[i].is_none()) {
        if (a.keys[i].is_none() != b.keys[i].is_none()) return b.keys[i].is_none();
        continue;
      }
      if (const int order = order_of(a.keys[i], b.keys[i]); order != 0) {
        return command_.keys[i].descending ? order > 0 : order < 0;
      }
    }
    return false;
  }

  /// Numbers before texts, so that a mixture has one order.
  static int order_of(const Value& a, const Value& b) {
    const bool a_is_number = a.number().has_value();
    if (a_is_number != b.number().has_value()) return a_is_number ? -1 : 1;
    return compare(a, b).value_or(0);
  }

  const SortCommand& command_;
  std::vector<Kept> kept_;
};

}  // namespace

std::unique_ptr<Stage> make_stage(const Command& command, Stage* next) {
  struct Maker {
    Stage* next;
    std::unique_ptr<Stage> operator()(const FieldsCommand& of) const {
      return std::make_unique<FieldsStage>(of, next);
    }
    std::unique_ptr<Stage> operator()(const FilterCommand& of) const {
      return std::make_unique<FilterStage>(of, next);
    }
    std::unique_ptr<Stage> operator()(const ParseCommand& of) const {
      return std::make_unique<ParseStage>(of, next);
    }
    std::unique_ptr<Stage> operator()(const StatsCommand& of) const {
      return make_stats_stage(of, next);
    }
    std::unique_ptr<Stage> operator()(const SortCommand& of) const {
      return std::make_unique<SortStage>(of, next);
    }
    std::unique_ptr<Stage> operator()(const LimitCommand& of) const {
      return std::make_unique<LimitStage>(of, next);
    }
    std::unique_ptr<Stage> operator()(const DedupCommand& of) const {
      return std::make_unique<DedupStage>(of, next);
    }
  };
  return std::visit(Maker{next}, command);
}

}  // namespace berth::log_insights
