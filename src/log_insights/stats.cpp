// `stats` at work: figures over all rows, or over those that are alike.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "log_insights/stages.h"

namespace berth::log_insights {
namespace {

/// One figure of one group.
class Accumulator {
 public:
  explicit Accumulator(const Aggregate& aggregate) : aggregate_(&aggregate) {}

  /// Returns how many values it keeps more than before.
  std::size_t add(const Row& row) {
    if (!aggregate_->of) {
      ++count_;
      return 0;
    }
    const Value value = aggregate_->of->evaluate(row);
    if (value.is_none()) return 0;
    switch (aggregate_->figure) {
      case Figure::kCount:
        ++count_;
        return 0;
      case Figure::kCountDistinct:
        return distinct_.insert(value.text()).second ? 1 : 0;
      case Figure::kEarliest:
      case Figure::kLatest:
        add_by_time(row, value);
        return 0;
      case Figure::kSortsFirst:
      case Figure::kSortsLast:
        add_by_order(value);
        return 0;
      default:
        break;
    }
    if (const auto number = value.number()) return add_number(*number);
    return 0;
  }

  Value result() {
    switch (aggregate_->figure) {
      case Figure::kCount:
        return Value::of_number(static_cast<double>(count_));
      case Figure::kCountDistinct:
        return Value::of_number(static_cast<double>(distinct_.size()));
      case Figure::kPercentile:
        return percentile();
      case Figure::kEarliest:
      case Figure::kLatest:
      case Figure::kSortsFirst:
      case Figure::kSortsLast:
        return chosen_;
      default:
        break;
    }
    if (count_ == 0) return {};
    switch (aggregate_->figure) {
      case Figure::kSum:
        return Value::of_number(sum_);
      case Figure::kMinimum:
        return Value::of_number(minimum_);
      case Figure::kMaximum:
        return Value::of_number(maximum_);
      case Figure::kDeviation:
        return Value::of_number(std::sqrt(deviations_ / static_cast<double>(count_)));
      default:
        return Value::of_number(sum_ / static_cast<double>(count_));
    }
  }

 private:
  std::size_t add_number(double number) {
    ++count_;
    sum_ += number;
    minimum_ = count_ == 1 ? number : std::min(minimum_, number);
    maximum_ = count_ == 1 ? number : std::max(maximum_, number);
    // Welford's way: no difference of two large sums.
    const double off = number - mean_;
    mean_ += off / static_cast<double>(count_);
    deviations_ += off * (number - mean_);
    if (aggregate_->figure != Figure::kPercentile) return 0;
    numbers_.push_back(number);
    return 1;
  }

  void add_by_time(const Row& row, const Value& value) {
    const double at = row.get("@timestamp").number().value_or(0);
    const bool earlier = aggregate_->figure == Figure::kEarliest;
    if (!chosen_.is_none() && (earlier ? at >= chosen_at_ : at <= chosen_at_)) return;
    chosen_ = value;
    chosen_at_ = at;
  }

  void add_by_order(const Value& value) {
    const auto order = compare(value, chosen_);
    const bool first = aggregate_->figure == Figure::kSortsFirst;
    if (!order || (first ? *order < 0 : *order > 0)) chosen_ = value;
  }

  /// Between the two numbers that are nearest, by their distance.
  Value percentile() {
    if (numbers_.empty()) return {};
    std::sort(numbers_.begin(), numbers_.end());
    const double place = aggregate_->percent / 100 * static_cast<double>(numbers_.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, numbers_.size() - 1);
    const double part = place - static_cast<double>(below);
    return Value::of_number(numbers_[below] + part * (numbers_[above] - numbers_[below]));
  }

  const Aggregate* aggregate_;
  std::size_t count_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
  double mean_ = 0;
  double deviations_ = 0;
  std::set<std::string> distinct_;
  std::vector<double> numbers_;
  Value chosen_;
  double chosen_at_ = 0;
};

/// Groups are handed on in the order in which their first rows came.
class StatsStage final : public Stage {
 public:
  StatsStage(const StatsCommand& command, Stage* next) : Stage(next), command_(command) {}

  bool push(Row row) override {
    Group& group = group_of(row);
    for (Accumulator& figure : group.figures) values_kept_ += figure.add(row);
    return groups_.size() <= kKeptMax && values_kept_ <= kValuesMax ? true : overflow();
  }

  void finish() override {
    if (groups_.empty() && command_.by.empty()) group_of(Row());
    for (Group& group : groups_) {
      Row row;
      for (std::size_t i = 0; i < command_.by.size(); ++i) {
        row.set(command_.by[i].name, group.by[i]);
      }
      for (std::size_t i = 0; i < command_.aggregates.size(); ++i) {
        row.set(command_.aggregates[i].name, group.figures[i].result());
      }
      if (!next().push(std::move(row))) break;
    }
    next().finish();
  }

 private:
  /// What percentiles and distinct values may keep altogether.
  static constexpr std::size_t kValuesMax = 4'000'000;

  struct Group {
    std::vector<Value> by;
    std::vector<Accumulator> figures;
  };

  Group& group_of(const Row& row) {
    std::vector<Value> by;
    std::vector<std::string> key;
    for (const Column& column : command_.by) {
      by.push_back(column.expression.evaluate(row));
      key.push_back(by.back().is_none() ? std::string() : "=" + by.back().text());
    }
    const auto [known, is_new] = known_.try_emplace(std::move(key), groups_.size());
    if (is_new) {
      Group& group = groups_.emplace_back();
      group.by = std::move(by);
      for (const Aggregate& aggregate : command_.aggregates) group.figures.emplace_back(aggregate);
    }
    return groups_[known->second];
  }

  const StatsCommand& command_;
  std::map<std::vector<std::string>, std::size_t> known_;
  std::vector<Group> groups_;
  std::size_t values_kept_ = 0;
};

}  // namespace

std::unique_ptr<Stage> make_stats_stage(const StatsCommand& command, Stage* next) {
  return std::make_unique<StatsStage>(command, next);
}

}  // namespace berth::log_insights
