// A query at work: its commands as a chain of stages, with the answer at its end.
#include "log_insights/execution.h"

#include <algorithm>

#include "log_insights/plan.h"
#include "log_insights/stages.h"

namespace berth::log_insights {
namespace {

bool can_drop(const Command& command) {
  return std::holds_alternative<FilterCommand>(command);
}

/// Counts the events that came through the filters before it.
class CountStage final : public Stage {
 public:
  CountStage(std::size_t& count, Stage* next) : Stage(next), count_(count) {}

  bool push(Row row) override {
    ++count_;
    return next().push(std::move(row));
  }

 private:
  std::size_t& count_;
};

}  // namespace

struct ExecutionState {
  Outcome outcome;
};

namespace {

/// Shows rows, and has enough at the limit.
class AnswerStage final : public Stage {
 public:
  AnswerStage(const Plan& plan, std::size_t limit, Outcome& outcome)
      : Stage(nullptr), plan_(plan), limit_(limit), outcome_(outcome) {}

  bool push(Row row) override {
    if (outcome_.rows.size() >= limit_) return false;
    ShownRow& shown = outcome_.rows.emplace_back();
    for (const std::string& name : plan_.shown) add(row, name, shown);
    const bool has_pointer =
        std::find(plan_.shown.begin(), plan_.shown.end(), "@ptr") != plan_.shown.end();
    if (row.has_event() && !has_pointer) add(row, "@ptr", shown);
    return outcome_.rows.size() < limit_;
  }
  void finish() override {}

 private:
  static void add(const Row& row, const std::string& name, ShownRow& shown) {
    const Value value = row.get(name);
    if (!value.is_none()) shown.emplace_back(name, value.text());
  }

  const Plan& plan_;
  std::size_t limit_;
  Outcome& outcome_;
};

}  // namespace

Execution::Execution(const Query& query, std::size_t limit)
    : query_(query), state_(std::make_shared<ExecutionState>()) {
  const std::vector<Command>& commands = query_.plan().commands;
  stages_.push_back(std::make_unique<AnswerStage>(query_.plan(), limit, state_->outcome));
  // Events count as matched behind the last filter of events, so before the first command that
  // makes rows of its own.
  const auto made = std::find_if(commands.begin(), commands.end(), [](const Command& command) {
    return !can_drop(command) && !std::holds_alternative<FieldsCommand>(command) &&
           !std::holds_alternative<ParseCommand>(command);
  });
  for (auto command = commands.end(); command != commands.begin();) {
    if (command == made) {
      stages_.push_back(
          std::make_unique<CountStage>(state_->outcome.records_matched, stages_.back().get()));
    }
    --command;
    stages_.push_back(make_stage(*command, stages_.back().get()));
  }
  if (made == commands.begin()) {
    stages_.push_back(
        std::make_unique<CountStage>(state_->outcome.records_matched, stages_.back().get()));
  }
}

Execution::~Execution() = default;

bool Execution::add(Event event) {
  ++state_->outcome.records_scanned;
  return stages_.back()->push(Row(std::move(event)));
}

Result<Outcome> Execution::finish() {
  stages_.back()->finish();
  const bool overflowed = std::any_of(stages_.begin(), stages_.end(),
                                      [](const auto& stage) { return stage->overflowed(); });
  if (overflowed) {
    return fail(client_fault("LimitExceededException",
                             "The query keeps too many rows or groups: filter more."));
  }
  return std::move(state_->outcome);
}

}  // namespace berth::log_insights
