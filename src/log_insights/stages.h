// One command at work: it takes rows and hands them on.
#pragma once

#include <cstddef>
#include <memory>

#include "log_insights/plan.h"
#include "log_insights/row.h"

namespace berth::log_insights {

/// How many rows or groups a stage keeps at a time.
inline constexpr std::size_t kKeptMax = 100'000;

class Stage {
 public:
  /// `next` outlives it; null for the last.
  explicit Stage(Stage* next) : next_(next) {}
  virtual ~Stage() = default;

  /// False where no further row can change the answer.
  virtual bool push(Row row) = 0;
  /// No row comes any more.
  virtual void finish() { next_->finish(); }
  /// It had to keep more than kKeptMax; the answer is not to be trusted.
  bool overflowed() const { return overflowed_; }

 protected:
  Stage& next() { return *next_; }
  /// Too many are kept: false, for push to return.
  bool overflow() {
    overflowed_ = true;
    return false;
  }

 private:
  Stage* next_;
  bool overflowed_ = false;
};

/// The command outlives the stage.
std::unique_ptr<Stage> make_stage(const Command& command, Stage* next);
std::unique_ptr<Stage> make_stats_stage(const StatsCommand& command, Stage* next);

}  // namespace berth::log_insights
